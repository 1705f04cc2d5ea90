import type { Caller } from '#shared/contract/index.ts';
import type { Store } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { ChildTokens } from './child-tokens.ts';
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
  /** ms since the epoch. */
  readonly now?: () => number;
}

const OWNER_AT_THE_COMMAND_LINE: Caller = { kind: 'cli', depth: 0, role: 'owner' };
const OWNER_IN_A_PAGE: Caller = { kind: 'window', depth: 0, role: 'owner' };

/**
 * Opens the access domain: loads or makes the keys in the data folder.
 * @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
 */
export async function createAccess(options: AccessOptions): Promise<Access> {
  const { dataFolder, store, logger, sessionExists, now = Date.now } = options;
  const ownerToken = await loadOwnerToken(dataFolder, logger);
  const children = await ChildTokens.load(dataFolder, logger);
  const codes = new LinkCodes(now);
  const pages = new PageSecrets(store, now);
  return {
    ownerToken,
    childToken: async (session, depth) => children.issue(session, depth),
    async callerOfToken(token) {
      if (sameSecret(token, ownerToken)) return OWNER_AT_THE_COMMAND_LINE;
      const claims = children.read(token);
      if (claims === null || !(await sessionExists(claims.session))) return null;
      return { kind: 'agent', session: claims.session, depth: claims.depth, role: 'agent' };
    },
    issueLinkCode: () => codes.issue(),
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
    callerOfSecret: async (secret) => ((await pages.admits(secret)) ? OWNER_IN_A_PAGE : null),
  };
}
