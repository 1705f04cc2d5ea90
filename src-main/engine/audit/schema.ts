import type Database from 'better-sqlite3';
import { GENESIS } from './chain.ts';
import type { Head } from './types.ts';

/** The only version there is; a file of a later one is not written to. */
export const AUDIT_VERSION = 1;

export const COLUMNS = 'seq, at, caller, role, session, connection, procedure, place, decision, why, result, call, prev, hash';

/** The tables of `audit.db`. `seals` says which entries lie in which file. No index but the number: every entry pays for one, a look does not. */
export const TABLES = `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    caller TEXT NOT NULL,
    role TEXT NOT NULL,
    session TEXT,
    connection TEXT NOT NULL,
    procedure TEXT NOT NULL,
    place TEXT NOT NULL,
    decision TEXT NOT NULL,
    why TEXT,
    result TEXT NOT NULL,
    call TEXT,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
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
