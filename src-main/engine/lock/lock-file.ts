import { chmodSync, statSync, truncateSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { sqliteCode } from '../store/index.ts';
import { asDataFolderError } from './data-folder.ts';

/** A lock that the kernel takes back when the process dies, so it is never stale. */
export interface LockFile {
  /** Whether another file has its name by now, whose lock somebody else may have; not where there is none, which can be moved back. */
  isReplaced(): Promise<boolean>;
  release(): void;
}

/**
 * Takes the lock of a file, making the file: an open exclusive transaction, which SQLite takes as a kernel lock on every system.
 * Null when another has it.
 * @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
 */
export function tryLockFile(path: string, dataFolder: string): LockFile | null {
  let database: Database.Database | undefined;
  try {
    const opened = new Database(path, { timeout: 0 });
    database = opened;
    chmodSync(path, 0o600);
    opened.exec('BEGIN EXCLUSIVE');
    const own = statSync(path, { bigint: true });
    return {
      async isReplaced() {
        try {
          const there = await stat(path, { bigint: true });
          return there.ino !== own.ino || there.dev !== own.dev;
        } catch {
          // Gone, or nobody can look: no other one is known of.
          return false;
        }
      },
      release: () => void opened.close(),
    };
  } catch (error) {
    database?.close();
    const code = sqliteCode(error);
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) {
      // The file holds nothing but the lock, and SQLite gives out no lock on rubbish, so nobody has it: start it afresh.
      truncateSync(path, 0);
      return null;
    }
    if (code?.startsWith('SQLITE_BUSY') || code?.startsWith('SQLITE_LOCKED')) return null;
    throw asDataFolderError(error, dataFolder);
  }
}
