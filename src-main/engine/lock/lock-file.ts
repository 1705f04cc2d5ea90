import { chmodSync, existsSync, statSync, truncateSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode } from '../../holder/file-errors.ts';
import { sqliteCode } from '../store/index.ts';
import { asDataFolderError } from './data-folder.ts';

/** A lock that the kernel takes back when the process dies, so it is never stale. */
export interface LockFile {
  /**
   * Whether the folder is there without this file, or with another one of its name, whose lock somebody else may have. Not where there is no folder:
   * it can be moved back.
   */
  isLost(): Promise<boolean>;
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
      async isLost() {
        try {
          const there = await stat(path, { bigint: true });
          return there.ino !== own.ino || there.dev !== own.dev;
        } catch (error) {
          // Who cannot look knows of no other one.
          return errorCode(error) === 'ENOENT' && existsSync(dirname(path));
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
