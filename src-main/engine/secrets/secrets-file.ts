import { join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { readNamed } from '../../holder/durable-file.ts';
import { writeFileAtomic } from '../store/index.ts';

const Entries = z.record(
  z.string(),
  z.strictObject({ createdAt: z.number(), rotatedAt: z.number(), rotateDays: z.number().int().min(1).nullable() }),
);
const Bytes = z.base64();

/** Bounds keep a file that somebody made from taking all memory, or from being no work to guess (see SCRYPT). */
const Scrypt = z.strictObject({
  kind: z.literal('scrypt'),
  N: z
    .number()
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.number().int().min(8).max(16),
  p: z.number().int().min(1).max(4),
  salt: Bytes,
});
const Machine = z.strictObject({ kind: z.literal('machine'), salt: Bytes });

/** How the key of the encrypted values comes about; it is kept with them, so that a later version may choose other numbers. */
export const KeySource = z.discriminatedUnion('kind', [Scrypt, Machine]);
export type KeySource = z.infer<typeof KeySource>;

const InKeychain = z.strictObject({ version: z.literal(1), store: z.literal('keychain'), id: z.string().min(1), entries: Entries });
const InFile = z.strictObject({
  version: z.literal(1),
  store: z.literal('file'),
  key: KeySource,
  /** Tells a wrong key from altered values. */
  check: Bytes,
  nonce: Bytes,
  tag: Bytes,
  data: Bytes,
  entries: Entries,
});

/** `<data>/secrets.json`: what is known of secrets, and where there is no keychain their values, encrypted. */
export const SecretsFile = z.discriminatedUnion('store', [InKeychain, InFile]);
export type SecretsFile = z.infer<typeof SecretsFile>;
export type SealedFile = z.infer<typeof InFile>;

/** Where the file of a data folder is. */
export function secretsPath(dataFolder: string): string {
  return join(dataFolder, 'secrets.json');
}

/** The file; null when there is none yet. @throws KimiError SECRETS_DAMAGED when it is not what we wrote | FILE_UNREADABLE */
export async function readSecretsFile(path: string): Promise<SecretsFile | null> {
  const text = await readNamed(path);
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new KimiError('SECRETS_DAMAGED', { path, reason: 'it is no JSON' }, { cause: error });
  }
  const { data, error } = SecretsFile.safeParse(json);
  if (data === undefined) throw new KimiError('SECRETS_DAMAGED', { path, reason: `at ${error.issues[0]?.path.join('.') ?? '?'}` });
  return data;
}

/** Replaces the file in one step; for the owner alone. @throws NodeJS.ErrnoException */
export function writeSecretsFile(path: string, file: SecretsFile): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`, 0o600);
}
