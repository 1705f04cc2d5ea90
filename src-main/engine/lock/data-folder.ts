import { randomBytes } from 'node:crypto';
import { chmod, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { FOR_A_MOMENT, retry } from '#shared/retry/retry.ts';
import { makeFolder } from '../folders/index.ts';
import { sqliteCode } from '../store/index.ts';

/** One page of a database: less room than that, and not even the lock file can be written. */
const PROBE_BYTES = 4096;

const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);
const UNWRITABLE = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENOENT', 'EISDIR', 'EIO', 'ELOOP', 'ENAMETOOLONG']);

/**
 * Makes sure that the data folder exists, is private and takes writes, by writing.
 * @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
 */
export async function prepareDataFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
    await keepPrivate(path);
    await retry(() => probe(path), FOR_A_MOMENT);
  } catch (error) {
    throw asDataFolderError(error, path);
  }
}

async function keepPrivate(path: string): Promise<void> {
  if (process.platform === 'win32') return; // the profile's access list keeps others out there
  const found = await stat(path);
  const uid = process.getuid?.();
  if (uid !== undefined && uid !== 0 && found.uid !== uid) {
    throw new KimiError('DATA_FOLDER_UNWRITABLE', { path, reason: `it belongs to user ${found.uid}` });
  }
  if ((found.mode & 0o077) !== 0) await chmod(path, 0o700);
}

async function probe(path: string): Promise<void> {
  const file = join(path, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(Buffer.alloc(PROBE_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await rm(file, { force: true });
  }
}

/** Names a file system's or SQLite's refusal to read or write in the data folder; anything else is returned as it is. */
export function asDataFolderError(error: unknown, path: string): unknown {
  if (error instanceof KimiError || !(error instanceof Error)) return error;
  // What drizzle throws has SQLite's own error as its cause.
  if (error.cause instanceof Error && sqliteCode(error.cause) !== null) return asDataFolderError(error.cause, path);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (FULL.has(code)) return new KimiError('DATA_FOLDER_FULL', { path, reason: code }, { cause: error });
  const sqlite = sqliteCode(error);
  if (sqlite !== null && /^SQLITE_(BUSY|LOCKED)/.test(sqlite)) return new KimiError('DATABASE_BUSY', { reason: code }, { cause: error });
  const sqliteRefuses = sqlite !== null && /^SQLITE_(READONLY|CANTOPEN|IOERR|PERM)/.test(sqlite);
  if (UNWRITABLE.has(code) || sqliteRefuses) return new KimiError('DATA_FOLDER_UNWRITABLE', { path, reason: code }, { cause: error });
  return error;
}
