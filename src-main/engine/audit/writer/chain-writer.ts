import type Database from 'better-sqlite3';
import type { Refusal } from '../../store/index.ts';
import { follows, GENESIS, hashOf } from '../chain.ts';
import { COLUMNS, lastHead } from '../schema.ts';
import type { AuditRow, AuditUnit, Head, Seal } from '../types.ts';
import type { Anchor } from './anchor.ts';

export interface ChainWriterOptions {
  readonly database: Database.Database;
  /** Null: the key of its checkpoints comes later, as a unit. Until then they stand still, as they do after a process was killed. */
  readonly anchor: Anchor | null;
  readonly openAnchor: (key: Uint8Array) => Anchor;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Hears what does not fit together, once for each. */
  readonly onTrouble: (trouble: string) => void;
}

/** Values of a row: number, entry, hash before, hash. */
type Value = number | string;
const WIDTH = 4;
/** A group is split into these: few statements to keep, few to run. */
const ROWS_AT_ONCE = [64, 32, 16, 8, 4, 2, 1];

/**
 * Appends to the chain, a group in one transaction, and notes after each how far it came. What contradicts the checkpoint is left as it is:
 * the checkpoint is not moved on any more, so that `verify` finds tomorrow what was found today.
 */
export class ChainWriter {
  readonly #o: ChainWriterOptions;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  /** By how many rows each appends. */
  readonly #appends = new Map<number, Database.Statement>();
  readonly #newest: Database.Statement;
  #anchor: Anchor | null;
  #head: Head;
  #anchored = false;

  constructor(options: ChainWriterOptions) {
    this.#o = options;
    const { database } = options;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#newest = database.prepare('SELECT max(seq) FROM entries').pluck();
    this.#anchor = options.anchor;
    this.#head = lastHead(database);
    if (this.#anchor !== null) this.#goOn(this.#anchor);
  }

  /** Writes the checkpoints through to the disk when that is due. */
  syncIfDue(): void {
    this.#anchor?.syncIfDue();
  }

  close(): void {
    this.#anchor?.close();
  }

  /** @returns nothing when all was committed (a reply that is as short as can be), else for each unit why nothing of the group was */
  run(units: readonly AuditUnit[]): readonly (Refusal | null)[] {
    const { database } = this.#o;
    let head = this.#head;
    try {
      this.#begin.run();
      // What came in or went away from outside: numbers go on behind it, hashes on what was written here, so that it shows.
      const foreign = Number(this.#newest.get() ?? 0);
      const skip = Math.max(0, foreign - head.count);
      head = { count: head.count + skip, hash: head.hash };
      const values: Value[] = [];
      for (const unit of units) {
        if (typeof unit === 'string') head = chained(unit, head, values);
        else if ('seal' in unit) this.#sealed(unit.seal);
      }
      this.#append(values);
      this.#commit.run();
      if (skip > 0) this.#lose(`${skip} entries came in from outside`);
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      const refusal = { code: codeOf(error), message: error instanceof Error ? error.message : String(error) };
      return units.map(() => refusal);
    }
    this.#head = head;
    const key = units.flatMap((unit) => (typeof unit !== 'string' && 'sign' in unit ? [unit.sign] : []))[0];
    if (key !== undefined && this.#anchor === null) {
      this.#anchor = this.#o.openAnchor(key);
      this.#goOn(this.#anchor);
    } else if (this.#anchored) this.#note();
    return [];
  }

  /** Appends rows, many by each statement: what a call costs beside its rows is most of it when it brings only one. */
  #append(values: readonly Value[]): void {
    for (let from = 0; from < values.length; ) {
      const left = (values.length - from) / WIDTH;
      const rows = ROWS_AT_ONCE.find((count) => count <= left) ?? 1;
      this.#appendOf(rows).run(values.slice(from, from + rows * WIDTH));
      from += rows * WIDTH;
    }
  }

  #appendOf(rows: number): Database.Statement {
    let statement = this.#appends.get(rows);
    if (statement === undefined) {
      statement = this.#o.database.prepare(`INSERT INTO entries VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?)').join(', ')}`);
      this.#appends.set(rows, statement);
    }
    return statement;
  }

  #sealed({ first, last, head, from, to, file }: Seal): void {
    const { database } = this.#o;
    database.prepare('INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?)').run(first, last, head, from, to, file);
    database.prepare('DELETE FROM entries WHERE seq BETWEEN ? AND ?').run(first, last);
  }

  #goOn(anchor: Anchor): void {
    const { head, contradiction } = this.#whereToGoOn(anchor);
    this.#head = head;
    this.#anchored = contradiction === null;
    if (contradiction !== null) this.#o.onTrouble(contradiction);
    else if (head.count > 0) this.#note();
  }

  #note(): void {
    try {
      this.#anchor?.note(this.#head, this.#o.now());
    } catch (error) {
      // The entry is kept all the same; the next one tries again, and until then the doctor sees a checkpoint that is behind.
      this.#o.onTrouble(`the checkpoint could not be written: ${String(error)}`);
    }
  }

  #lose(contradiction: string): void {
    this.#anchored = false;
    this.#o.onTrouble(contradiction);
  }

  #whereToGoOn(anchor: Anchor): { readonly head: Head; readonly contradiction: string | null } {
    const last = lastHead(this.#o.database);
    const checkpoint = anchor.read();
    switch (checkpoint.kind) {
      case 'none':
        return { head: last, contradiction: last.count === 0 ? null : 'there are entries and no checkpoint' };
      case 'forged':
        return { head: last, contradiction: 'the checkpoint is not signed with our key' };
      case 'signed': {
        const { head } = checkpoint;
        // What is missing stays missing: numbers and hashes go on behind it, and the hole shows.
        if (last.count < head.count) return { head, contradiction: null };
        return { head: last, contradiction: this.#contradictionTo(head) };
      }
    }
  }

  /** What does not follow on a checkpoint; null when all does. */
  #contradictionTo(anchored: Head): string | null {
    const { database } = this.#o;
    const at = database.prepare('SELECT hash FROM entries WHERE seq = ?').pluck().get(anchored.count);
    const sealed = database.prepare('SELECT head FROM seals WHERE last = ?').pluck().get(anchored.count);
    const found = at ?? sealed ?? (anchored.count === 0 ? GENESIS.hash : null);
    if (found !== anchored.hash) return `entry ${anchored.count} is not the one of the checkpoint`;
    let head = anchored;
    for (const row of database.prepare(`SELECT ${COLUMNS} FROM entries WHERE seq > ? ORDER BY seq`).all(anchored.count) as AuditRow[]) {
      if (!follows(row, head)) return `entry ${row.seq} does not follow on the one before`;
      head = { count: row.seq, hash: row.hash };
    }
    return null;
  }
}

/** Puts an entry behind `head`. @returns the new one; the row's values are added to `values` */
function chained(entry: string, head: Head, values: Value[]): Head {
  const seq = head.count + 1;
  const hash = hashOf(seq, entry, head.hash);
  values.push(seq, entry, head.hash, hash);
  return { count: seq, hash };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
