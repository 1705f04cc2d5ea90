import type Database from 'better-sqlite3';
import { textOf } from '../rows.ts';
import { ENTRIES } from '../schema.ts';

/** Rows that are in memory at once. */
const PAGE = 1000;

/** An entry as version 1 kept it: a column for each field. */
interface Row1 {
  readonly seq: number;
  readonly at: number;
  readonly caller: string;
  readonly role: string;
  readonly session: string | null;
  readonly connection: string;
  readonly procedure: string;
  readonly place: string;
  readonly decision: string;
  readonly why: string | null;
  readonly result: string;
  readonly call: string | null;
  readonly prev: string;
  readonly hash: string;
}

/**
 * Takes entries of version 1 over, in the caller's transaction. What was hashed is the same text in both, so numbers and hashes stay as they
 * are: an entry that did not fit does not fit now. Encoded here and not by SQLite, whose JSON may write a letter in another way.
 */
export function takeOver(database: Database.Database): void {
  database.exec(`ALTER TABLE entries RENAME TO entries_1; ${ENTRIES}`);
  const page = database.prepare(`SELECT * FROM entries_1 WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`);
  const insert = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = page.all(after) as Row1[];
    for (const { seq, prev, hash, at, caller, role, session, connection, procedure, place, decision, why, result, call } of rows) {
      insert.run(seq, textOf([at, caller, role, session, connection, procedure, place, decision, why, result, call]), prev, hash);
      after = seq;
    }
    if (rows.length < PAGE) break;
  }
  database.exec('DROP TABLE entries_1');
}
