import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId } from '#shared/ids.ts';
import type { StartWish } from '../arguments.ts';
import { type Link, parseLink } from './link.ts';

/** What of the contract a wish is done with. */
export interface WishClient {
  readonly session: {
    switch(input: { readonly session: SessionId; readonly waitMs: number }): Promise<unknown>;
    propose(input: { readonly cwd?: string | undefined; readonly name?: string | undefined; readonly waitMs: number }): Promise<unknown>;
  };
}

export interface OpenWishOptions {
  readonly client: WishClient;
  /** Brings a window before the person, opening one when there is none. */
  readonly show: () => void;
  /** Says what could not be done. */
  readonly explain: (error: KimiError) => void;
}

/** A window that opens at this moment loads its page and connects; on a busy machine that takes seconds. */
export const WINDOW_OPENS_MS = 30_000;

/** Does what a start, a second start or a link asked for: shows the app, selects a session, or proposes one. */
export async function openWish(wish: StartWish, { client, show, explain }: OpenWishOptions): Promise<void> {
  if (wish.hidden && wish.link === null && wish.folder === null) return;
  show();
  const link: Link = wish.link === null ? { kind: 'show' } : parseLink(wish.link);
  try {
    switch (link.kind) {
      case 'session':
        await client.session.switch({ session: link.session, waitMs: WINDOW_OPENS_MS });
        break;
      case 'propose':
        await client.session.propose({ cwd: link.cwd, name: link.name, waitMs: WINDOW_OPENS_MS });
        break;
      case 'refused':
        explain(new KimiError('INVALID_INPUT', { field: 'link', reason: link.reason }));
        break;
      case 'show':
        if (wish.folder !== null) await client.session.propose({ cwd: wish.folder, waitMs: WINDOW_OPENS_MS });
    }
  } catch (error) {
    explain(KimiError.from(error));
  }
}
