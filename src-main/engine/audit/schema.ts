import type Database from 'better-sqlite3';
import { GENESIS } from './chain.ts';
import type { Head } from './types.ts';

/** What is written; an older one is taken over (writer/take-over.ts), a file of a later one is not written to. */
export const AUDIT_VERSION = 2;

export const COLUMNS = 'seq, entry, prev, hash';

/**
 * Entries: `entry` is what was written, whole, as JSON (types.ts, AuditFields). One text instead of a column for each field: it is what is
 * hashed, and four values are bound in a third of the time of fourteen. No index but the number: every entry pays for one, a look does not.
 */
export const ENTRIES = `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
`;

/** The tables of `audit.db`. `seals` says which entries lie in which file. */
export const TABLES = `
  ${ENTRIES}
  CREATE TABLE seals (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    head TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    file TEXT NOT NULL
  ) STRICT;
`;

/** The last entry that the database knows of, in itself or in a sealed file. */
export function lastHead(database: Database.Database): Head {
  const entry = database.prepare('SELECT seq AS count, hash FROM entries ORDER BY seq DESC LIMIT 1').get();
  const sealed = database.prepare('SELECT last AS count, head AS hash FROM seals ORDER BY first DESC LIMIT 1').get();
  return (entry ?? sealed ?? GENESIS) as Head;
}
