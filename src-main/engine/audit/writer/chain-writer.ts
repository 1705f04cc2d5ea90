import Database from 'better-sqlite3';
import { asRefusal, type Outcomes, type Refusal, type Transactions, type Trouble } from '../../../threads/writer-protocol.ts';
import { follows, GENESIS, hashOf } from '../chain.ts';
import type { Checkpoint } from '../checkpoint.ts';
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
  /** Hears what does not fit together, once for each, and when checkpoints begin to stand still and move on again. */
  readonly onTrouble: (trouble: Trouble) => void;
}

/** What a transaction has so far; it is open unless it was refused. */
interface Group {
  units: number;
  /** As the chain is with what was appended of it. */
  head: Head;
  /** Numbers that are not ours. */
  skip: number;
  /** What checkpoints are signed with once it is committed; null: nothing new. */
  key: Uint8Array | null;
  refusal: Refusal | null;
}

/**
 * How the checkpoints are: not compared with the log yet, moving with it, or left where they are because the log contradicts them.
 */
type Checkpoints = 'unread' | 'move' | 'stand';
/** What of a checkpoint a disk can refuse. */
type Step = 'read' | 'written' | 'synced';

/** Values of a row: number, entry, hash before, hash. */
type Value = number | string;
const WIDTH = 4;
/** A group is split into these: few statements to keep, few to run. */
const ROWS_AT_ONCE = [64, 32, 16, 8, 4, 2, 1];

/**
 * Appends to the chain, and notes after each transaction how far it came. What contradicts the checkpoint is left as it is: the checkpoint is
 * not moved on any more, so that `verify` finds tomorrow what was found today.
 */
export class ChainWriter implements Transactions<AuditUnit> {
  readonly #o: ChainWriterOptions;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  /** By how many rows each appends. */
  readonly #appends = new Map<number, Database.Statement>();
  readonly #newest: Database.Statement;
  #anchor: Anchor | null;
  #head: Head;
  #checkpoints: Checkpoints = 'unread';
  /** What could not be done, as it was told; null once it could. */
  #failing: Step | null = null;
  #group: Group | null = null;

  constructor(options: ChainWriterOptions) {
    this.#o = options;
    const { database } = options;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#newest = database.prepare('SELECT max(seq) FROM entries').pluck();
    this.#anchor = options.anchor;
    this.#head = lastHead(database);
    this.#moveOn();
  }

  take(units: readonly AuditUnit[]): void {
    const group = this.#group ?? { units: 0, head: this.#head, skip: 0, key: null, refusal: null };
    this.#group = group;
    group.units += units.length;
    if (group.refusal !== null) return;
    try {
      if (!this.#o.database.inTransaction) this.#open(group);
      const values: Value[] = [];
      for (const unit of units) {
        if (typeof unit === 'string') group.head = chained(unit, group.head, values);
        else if ('seal' in unit) this.#sealed(unit.seal);
        else group.key ??= unit.sign;
      }
      this.#append(values);
    } catch (error) {
      this.#undo(group, error);
    }
  }

  /** The entries of a transaction are kept or refused together: what follows on one that is missing would be no chain. */
  commit(): Outcomes {
    const group = this.#group;
    this.#group = null;
    if (group === null) return [];
    if (group.refusal === null) this.#end(group);
    const { refusal, units, head, key } = group;
    if (refusal !== null) return Array.from({ length: units }, () => refusal);
    this.#head = head;
    if (key !== null) this.#anchor ??= this.#o.openAnchor(key);
    this.#moveOn();
    return [];
  }

  /** Writes the checkpoints through to the disk when that is due. */
  afterwards(): void {
    const anchor = this.#anchor;
    if (anchor?.isSyncDue === true) this.#attempt('synced', () => anchor.sync());
  }

  close(): void {
    const anchor = this.#anchor;
    if (anchor !== null) this.#attempt('synced', () => anchor.close());
    this.#o.database.close();
  }

  #open(group: Group): void {
    this.#begin.run();
    // What came in or went away from outside: numbers go on behind it, hashes on what was written here, so that it shows.
    const foreign = Number(this.#newest.get() ?? 0);
    group.skip = Math.max(0, foreign - group.head.count);
    group.head = { count: group.head.count + group.skip, hash: group.head.hash };
  }

  #end(group: Group): void {
    try {
      this.#commit.run();
      if (group.skip > 0) this.#lose(`${group.skip} entries came in from outside`);
    } catch (error) {
      this.#undo(group, error);
    }
  }

  #undo(group: Group, error: unknown): void {
    const { database } = this.#o;
    if (database.inTransaction) database.exec('ROLLBACK');
    group.refusal = asRefusal(error);
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

  /** Lets the checkpoints follow what was committed, as far as that is possible by now. */
  #moveOn(): void {
    const anchor = this.#anchor;
    if (anchor === null) return;
    if (this.#checkpoints === 'unread') this.#attempt('read', () => this.#goOn(anchor.read()));
    if (this.#checkpoints === 'move' && this.#head.count > 0) this.#attempt('written', () => anchor.note(this.#head, this.#o.now()));
  }

  #goOn(checkpoint: Checkpoint): void {
    const { head, contradiction } = this.#whereToGoOn(checkpoint);
    this.#head = head;
    this.#checkpoints = 'move';
    if (contradiction !== null) this.#lose(contradiction);
  }

  /**
   * Does something with the checkpoints that the disk may refuse. The entries are kept all the same: the next commit tries again, and until then
   * the doctor sees a checkpoint that is behind. Only what is news is told, because each commit may say so. A database that fails is another matter.
   */
  #attempt(step: Step, what: () => void): void {
    try {
      what();
    } catch (error) {
      if (error instanceof Database.SqliteError) throw error;
      if (this.#failing === null) this.#o.onTrouble({ passing: `the checkpoint could not be ${step}: ${String(error)}` });
      this.#failing ??= step;
      return;
    }
    if (this.#failing !== step) return;
    this.#failing = null;
    this.#o.onTrouble({ passing: null });
  }

  #lose(contradiction: string): void {
    // One that was not compared yet is, all the same, as soon as it can be.
    if (this.#checkpoints === 'move') this.#checkpoints = 'stand';
    this.#o.onTrouble({ lasting: contradiction });
  }

  #whereToGoOn(checkpoint: Checkpoint): { readonly head: Head; readonly contradiction: string | null } {
    const last = lastHead(this.#o.database);
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
