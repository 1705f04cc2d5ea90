import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AUDIT_VERSION, TABLES } from '../schema.ts';
import { takeOver } from './take-over.ts';

/**
 * Opens the database for writing, made where there is none, and brought to this version.
 * @throws SqliteError when it is damaged | Error when it is of a version that this build does not write; it is left as it is then
 */
export function openForWriting(path: string, busyMs: number): Database.Database {
  const database = new Database(path, { timeout: busyMs });
  try {
    chmodSync(path, 0o600);
    // Checked before the journal mode is set, because that already writes.
    const problem = database.prepare('PRAGMA quick_check(1)').pluck().get();
    if (problem !== 'ok') throw new Database.SqliteError(String(problem), 'SQLITE_CORRUPT');
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > AUDIT_VERSION) throw new Error(`it has version ${version}, this build knows ${AUDIT_VERSION}`);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    if (version < AUDIT_VERSION) bring(database, version);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function bring(database: Database.Database, from: number): void {
  database
    .transaction(() => {
      if (from === 0) database.exec(TABLES);
      else takeOver(database);
      database.pragma(`user_version = ${AUDIT_VERSION}`);
    })
    .immediate();
}
