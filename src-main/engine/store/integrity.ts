import type Database from 'better-sqlite3';

/** What SQLite finds wrong with the pages of a database; null when nothing. */
export function integrityProblem(database: Database.Database): string | null {
  const rows = database.prepare('PRAGMA quick_check(5)').pluck().all();
  if (rows.length === 1 && rows[0] === 'ok') return null;
  return rows.map(String).join('; ');
}

/** True for errors by which SQLite says that the file is not, or no longer, a sound database. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB');
}

/** SQLite's own name of an error (`SQLITE_BUSY`, …); null for other errors. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('SQLITE_') ? error.code : null;
}
