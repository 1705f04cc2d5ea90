import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { integrityProblem } from './integrity.ts';

/** Backups kept per database: the one before this migration and two more to go back to. */
const KEPT_BACKUPS = 3;

/**
 * Copies a live database into `<folder>/<name>-v<version>-<time>.db` and checks the copy before trusting it. `VACUUM INTO`
 * because a plain file copy of a database in WAL mode is not a copy of the database.
 * @returns path of the backup
 * @throws Error when the copy could not be written or fails its check
 */
export async function backUp(database: Database.Database, folder: string, name: string, version: number, now: number): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}-v${version}-${new Date(now).toISOString().replace(/[:.]/g, '-')}.db`);
  // VACUUM INTO refuses an existing file; one of this name is from this very millisecond and no better.
  await rm(path, { force: true });
  database.prepare('VACUUM INTO ?').run(path);
  await chmod(path, 0o600);
  const copy = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const problem = integrityProblem(copy);
    if (problem !== null) throw new Error(`the backup ${path} is damaged: ${problem}`);
  } finally {
    copy.close();
  }
  await removeOldBackups(folder, name);
  return path;
}

async function removeOldBackups(folder: string, name: string): Promise<void> {
  // The time in the name sorts as text, but behind the version; compare by the time part.
  const timeOf = (file: string) => file.slice(file.indexOf('-', name.length + 2) + 1);
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${name}-v`) && file.endsWith('.db'));
  files.sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
  for (const file of files.slice(KEPT_BACKUPS)) await rm(join(folder, file), { force: true });
}
