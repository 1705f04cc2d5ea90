import { chmod, mkdir, rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { backupPath, removeOldBackups } from './backups.ts';
import { integrityProblem } from './integrity.ts';

/**
 * Copies a live database into `<folder>/<name>-v<version>-<time>.db` and checks the copy before trusting it. `VACUUM INTO`
 * because a plain file copy of a database in WAL mode is not a copy of the database.
 * @returns path of the backup
 * @throws Error when the copy could not be written or fails its check
 */
export async function backUp(database: Database.Database, folder: string, name: string, version: number, now: number): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const backups = { folder, name, extension: '.db' };
  const path = backupPath(backups, version, now);
  // VACUUM INTO refuses an existing file; one of this name is from this very millisecond and no better.
  await rm(path, { force: true });
  try {
    database.prepare('VACUUM INTO ?').run(path);
    await chmod(path, 0o600);
    checkCopy(path);
  } catch (error) {
    // Half a copy takes room that is needed, and one day the place of a good one.
    await rm(path, { force: true });
    throw error;
  }
  await removeOldBackups(backups, path);
  return path;
}

function checkCopy(path: string): void {
  const copy = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const problem = integrityProblem(copy);
    if (problem !== null) throw new Error(`the backup ${path} is damaged: ${problem}`);
  } finally {
    copy.close();
  }
}
