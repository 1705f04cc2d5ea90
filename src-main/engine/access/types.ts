import type { Caller } from '#shared/contract/index.ts';
import type { PeerOrigin } from '../../holder/peers/peers.ts';

/** Who may come in, and as whom. Owns every token, code and secret of the doors; hosts only carry them. */
export interface Access {
  /** The owner's token (CLI, scripts), kept in `<data>/owner.token`, 0600; in no child's environment. */
  readonly ownerToken: string;
  /** Capability token for a child of `session`; stable over engine restarts, dead when the session is deleted. */
  childToken(session: string, depth: number): Promise<string>;
  /**
   * Who calls on the local socket; null when nobody. What descends from a supervised child is that child's agent, whatever
   * token it shows and also without one (when it is not certain from which child, its token may say so); for others the token
   * decides.
   */
  callerAt(origin: PeerOrigin, token: string | null): Promise<Caller | null>;
  /** A fresh single-use code for a link; dies when used or after ten minutes. */
  issueLinkCode(): string;
  /** Makes links that were not used yet dead: the clock by which they age stands still while a machine sleeps. */
  revokeLinkCodes(): void;
  /** Trades a code for a page secret. @throws KimiError LINK_CODE_WRONG | LINK_CODE_USED */
  tradeLinkCode(code: string): Promise<{ readonly secret: string }>;
  /**
   * Ends the access of every page: their secrets and the links that were not used yet are dead when it resolves, and listeners were told.
   * @returns how many pages had a secret
   */
  revokePages(): Promise<number>;
  /** Told when the access of all pages has ended; the answer ends the telling. */
  onPagesRevoked(listener: () => void): () => void;
  /** Who a page with this secret is; null when nobody. */
  callerOfSecret(secret: string): Promise<Caller | null>;
}
