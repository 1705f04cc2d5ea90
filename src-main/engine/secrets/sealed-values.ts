import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { KeySource, SealedFile } from './secrets-file.ts';
import type { SecretEntries } from './types.ts';

/** AES-256-GCM: 32 bytes of key, and nonces of 96 bits, the length that GCM is specified for (NIST SP 800-38D, 8.2). */
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;

/**
 * What OWASP's Password Storage Cheat Sheet asks of scrypt at least: N = 2^17, r = 8, p = 1. That is 128 MiB (128 · N · r) and some tenths
 * of a second for each guess.
 */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** A key of values, and how it comes about again. */
export interface ValueKey {
  readonly source: KeySource;
  readonly bytes: Buffer;
}

/** A key from a passphrase, with fresh salt, or with what a file has. */
export async function keyFromPassphrase(passphrase: string, source?: Extract<KeySource, { kind: 'scrypt' }>): Promise<ValueKey> {
  const chosen = source ?? { kind: 'scrypt' as const, ...SCRYPT, salt: randomBytes(SALT_BYTES).toString('base64') };
  const { N, r, p, salt } = chosen;
  // One spelling of letters that have several; another keyboard writes another one.
  const bytes = await derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, { N, r, p, maxmem: 256 * N * r });
  return { source: chosen, bytes };
}

/** A key from what only this machine says of itself. No secret: it keeps a copy of the file from being of use elsewhere. */
export function keyFromMachine(machineId: string, source?: Extract<KeySource, { kind: 'machine' }>): ValueKey {
  const chosen = source ?? { kind: 'machine' as const, salt: randomBytes(SALT_BYTES).toString('base64') };
  const salt = Buffer.from(chosen.salt, 'base64');
  return { source: chosen, bytes: Buffer.from(hkdfSync('sha256', machineId, salt, 'kimi-shell secrets of a machine', KEY_BYTES)) };
}

/** Encrypts all values, bound to what stands beside them: who changes a name or a date in the file has changed the whole. */
export function seal(key: ValueKey, values: Readonly<Record<string, string>>, entries: SecretEntries): SealedFile {
  const nonce = randomBytes(NONCE_BYTES);
  const check = checkOf(key).toString('base64');
  const cipher = createCipheriv(CIPHER, key.bytes, nonce);
  cipher.setAAD(besides(key.source, check, entries));
  const data = Buffer.concat([cipher.update(JSON.stringify(values), 'utf8'), cipher.final()]);
  return {
    version: 1,
    store: 'file',
    key: key.source,
    check,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
    entries: { ...entries },
  };
}

/**
 * Decrypts all values.
 * @param path for errors
 * @throws KimiError SECRET_PASSPHRASE_WRONG for another key, SECRETS_DAMAGED for a file that was altered
 */
export function unseal(key: ValueKey, file: SealedFile, path: string): Readonly<Record<string, string>> {
  const expected = Buffer.from(file.check, 'base64');
  const check = checkOf(key);
  if (expected.length !== check.length || !timingSafeEqual(expected, check)) throw new KimiError('SECRET_PASSPHRASE_WRONG', { path });
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, Buffer.from(file.nonce, 'base64'), { authTagLength: 16 });
    decipher.setAAD(besides(file.key, file.check, file.entries));
    decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
    const text = Buffer.concat([decipher.update(Buffer.from(file.data, 'base64')), decipher.final()]).toString('utf8');
    return JSON.parse(text) as Record<string, string>;
  } catch (error) {
    throw new KimiError('SECRETS_DAMAGED', { path, reason: 'it is not what was encrypted' }, { cause: error });
  }
}

function checkOf(key: ValueKey): Buffer {
  return createHmac('sha256', key.bytes).update('kimi-shell secrets check 1').digest();
}

function besides(source: KeySource, check: string, entries: SecretEntries): Buffer {
  const inOrder = Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(JSON.stringify(['kimi-shell secrets 1', Object.entries(source).sort(), check, inOrder]));
}
