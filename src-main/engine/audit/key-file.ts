import { randomBytes } from 'node:crypto';
import { loadPrivateFile } from '../access/index.ts';
import type { Logger } from '../types.ts';
import type { KeyStore } from './types.ts';

/** As many as SHA-256 gives: a longer key makes no stronger HMAC. */
const KEY_BYTES = 32;

/**
 * The key in a file that only the owner can read. Weaker than a keychain: whoever can write as the owner can read it as well, and sign a
 * log of their own making.
 */
export function keyFile(path: string, logger: Logger): KeyStore {
  const load = async () => {
    const hex = await loadPrivateFile({
      path,
      valid: (content) => /^[0-9a-f]{64}$/.test(content),
      create: () => randomBytes(KEY_BYTES).toString('hex'),
      logger,
    });
    return Buffer.from(hex, 'hex');
  };
  return { atHand: load, key: load, settle: async () => undefined };
}
