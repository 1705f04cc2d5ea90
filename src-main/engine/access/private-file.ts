import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { writeFileAtomic } from '../store/index.ts';
import type { Logger } from '../types.ts';

/** A secret is a short line; a longer file is not one of ours and is not read into memory. */
const LONGEST = 4096;

export interface PrivateFileOptions {
  readonly path: string;
  /** Whether the content is one that we wrote. */
  readonly valid: (content: string) => boolean;
  readonly create: () => string;
  readonly logger: Logger;
}

/**
 * The secret in a file of the owner's, created (0600, in one step) when there is none. A file that others could read, or
 * whose content is not ours, is replaced by a fresh secret and the log says so: what others may have read protects nothing.
 * @throws KimiError DATA_FOLDER_UNWRITABLE when the file is a link, no plain file, or another user's
 */
export async function loadPrivateFile(options: PrivateFileOptions): Promise<string> {
  const { path, valid, create, logger } = options;
  const found = await read(path);
  if (found.kind === 'secret' && valid(found.content)) return found.content;
  if (found.kind === 'exposed') logger.warn('a secret was readable by others and is replaced', { path, mode: found.mode });
  if (found.kind === 'secret') logger.warn('a secret was damaged and is replaced', { path });
  const fresh = create();
  await writeFileAtomic(path, `${fresh}\n`, 0o600);
  return fresh;
}

type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'exposed'; readonly mode: string }
  | { readonly kind: 'secret'; readonly content: string };

async function read(path: string): Promise<Found> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // Never through a link: it could make us take, or overwrite, somebody else's file. (Windows has no such flag.)
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { kind: 'none' };
    throw new KimiError('DATA_FOLDER_UNWRITABLE', { path, reason: code === 'ELOOP' ? 'it is a link' : String(code) }, { cause: error });
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new KimiError('DATA_FOLDER_UNWRITABLE', { path, reason: 'it is not a plain file' });
    const uid = process.getuid?.();
    if (uid !== undefined && stat.uid !== uid && uid !== 0) {
      throw new KimiError('DATA_FOLDER_UNWRITABLE', { path, reason: `it belongs to user ${stat.uid}` });
    }
    // Windows reports modes that say nothing about its access lists; the profile folder keeps others out there.
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) return { kind: 'exposed', mode: (stat.mode & 0o777).toString(8) };
    const buffer = Buffer.alloc(LONGEST);
    const { bytesRead } = await file.read(buffer, 0, LONGEST, 0);
    return { kind: 'secret', content: buffer.toString('utf8', 0, bytesRead).trim() };
  } finally {
    await file.close();
  }
}
