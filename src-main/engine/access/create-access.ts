import type { Caller } from '#shared/contract/index.ts';
import type { Store } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { type ChildClaims, ChildTokens } from './child-tokens.ts';
import { LinkCodes } from './link-codes.ts';
import { loadOwnerToken } from './owner-token.ts';
import { PageSecrets } from './page-secrets.ts';
import { sameSecret } from './secrets.ts';
import type { Access } from './types.ts';

export interface AccessOptions {
  readonly dataFolder: string;
  readonly store: Store;
  readonly logger: Logger;
  /** Whether a session is still there: the tokens of a deleted session's children are dead. */
  readonly sessionExists: (session: string) => boolean | Promise<boolean>;
  /** The session that a supervised child belongs to; null for a child without one, or of a session that is gone. */
  readonly sessionOfChild: (childId: string) => Promise<ChildClaims | null>;
  /** ms since the epoch. */
  readonly now?: () => number;
  /** ms on a clock that nobody sets. */
  readonly steady?: () => number;
}

const OWNER_AT_THE_COMMAND_LINE: Caller = { kind: 'cli', depth: 0, role: 'owner' };
const OWNER_IN_A_PAGE: Caller = { kind: 'window', depth: 0, role: 'owner' };
/** Inside a session, but not certainly of which: an agent that has nothing to read. */
const SOMEBODYS_AGENT: Caller = { kind: 'agent', depth: 1, role: 'agent' };

function agentOf({ session, depth }: ChildClaims): Caller {
  return { kind: 'agent', session, depth, role: 'agent' };
}

/**
 * Opens the access domain: loads or makes the keys in the data folder.
 * @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
 */
export async function createAccess(options: AccessOptions): Promise<Access> {
  const { dataFolder, store, logger, sessionExists, sessionOfChild, now = Date.now, steady = performance.now.bind(performance) } = options;
  const ownerToken = await loadOwnerToken(dataFolder, logger);
  const children = await ChildTokens.load(dataFolder, logger);
  const codes = new LinkCodes(steady);
  const pages = new PageSecrets(store, now, steady);
  const listeners = new Set<() => void>();

  async function callerOfToken(token: string): Promise<Caller | null> {
    if (sameSecret(token, ownerToken)) return OWNER_AT_THE_COMMAND_LINE;
    const claims = children.read(token);
    return claims !== null && (await sessionExists(claims.session)) ? agentOf(claims) : null;
  }

  async function callerInChild(childId: string | null, token: string | null): Promise<Caller> {
    const known = childId === null ? null : await sessionOfChild(childId);
    const shown = token === null ? null : await callerOfToken(token);
    if (shown?.role === 'owner') {
      logger.warn("a program inside a session showed the owner's token", { child: childId, session: known?.session });
    }
    if (known !== null) return agentOf(known);
    // A daemon that nobody can be certain of has nothing but its own token to say whose it is.
    return childId === null && shown?.role === 'agent' ? shown : SOMEBODYS_AGENT;
  }

  return {
    ownerToken,
    childToken: async (session, depth) => children.issue(session, depth),
    async callerAt(origin, token) {
      if (origin.kind === 'child') return callerInChild(origin.childId, token);
      const caller = token === null ? null : await callerOfToken(token);
      // Who cannot be seen may be inside a child: more than an agent's rights are not given on trust.
      return origin.kind === 'hidden' && caller?.role !== 'agent' ? null : caller;
    },
    issueLinkCode: () => codes.issue(),
    revokeLinkCodes: () => codes.revoke(),
    async tradeLinkCode(code) {
      const spent = codes.spend(code);
      try {
        return { secret: await pages.issue() };
      } catch (error) {
        // A full disk must not cost the person the link as well.
        spent.giveBack();
        throw error;
      }
    },
    async revokePages() {
      // Before the secrets: a code that is traded meanwhile gives a secret that dies with the others.
      codes.revoke();
      const revoked = await pages.revokeAll();
      for (const listener of [...listeners]) listener();
      logger.info('the access of all pages was ended', { pages: revoked });
      return revoked;
    },
    onPagesRevoked(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    callerOfSecret: async (secret) => ((await pages.admits(secret)) ? OWNER_IN_A_PAGE : null),
  };
}
