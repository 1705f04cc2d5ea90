import { rm } from 'node:fs/promises';
import { ulid } from 'ulid';
import { readIfThere } from '../../holder/durable-file.ts';
import type { Keychain } from '../secrets/types.ts';
import { writeFileAtomic } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { keyFile } from './key-file.ts';
import type { KeyStore } from './types.ts';

export interface KeychainKeyOptions {
  /** Where the key is until it is in the keychain. */
  readonly file: string;
  /** Says under which account the keychain has it; there from then on. */
  readonly account: string;
  readonly keychain: Keychain;
  readonly logger: Logger;
}

/**
 * The key in the system's keychain, where there is one that works: taken there from its file once something was recorded. A file that is
 * there holds: a process that is killed in between leaves it, with the same key in both places.
 */
export function keychainKey({ file, account, keychain, logger }: KeychainKeyOptions): KeyStore {
  const inFile = keyFile(file, logger);
  /** The account, when the keychain alone has the key. */
  const moved = async () => ((await readIfThere(file)) === null ? ((await readIfThere(account))?.trim() ?? null) : null);
  return {
    atHand: async () => ((await moved()) === null ? inFile.atHand() : null),
    async key() {
      const name = await moved();
      if (name === null) return inFile.key();
      try {
        const hex = await keychain.get(name);
        if (hex !== null) return Buffer.from(hex, 'hex');
        logger.error("the audit log's key is not in the keychain any more", { account: name });
      } catch (error) {
        logger.warn("the keychain does not give the audit log's key", { reason: String(error) });
      }
      return null;
    },
    async settle() {
      try {
        if ((await moved()) !== null) return;
        const hex = Buffer.from((await inFile.key()) ?? []).toString('hex');
        const name = (await readIfThere(account))?.trim() ?? `audit-${ulid()}`;
        await keychain.set(name, hex);
        if ((await keychain.get(name)) !== hex) throw new Error('it does not give back what it was given');
        await writeFileAtomic(account, `${name}\n`);
        await rm(file);
        logger.info("the audit log's key is in the keychain now");
      } catch (error) {
        logger.debug("the audit log's key stays in its file", { reason: String(error) });
      }
    },
  };
}
