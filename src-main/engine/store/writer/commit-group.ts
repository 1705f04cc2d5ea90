import type Database from 'better-sqlite3';
import type { Refusal, Unit } from './types.ts';

/** The product's own statements are far fewer; a bound in case one is ever built with values in its text. */
const KEPT_STATEMENTS = 200;

/** Writes groups of units into a database, each group in one transaction and so with one sync of the disk. */
export class GroupCommit {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * Commits `units` in order. A unit that SQLite refuses is undone by itself and does not touch the others; when the transaction
   * as a whole fails (no room, the lock not given), every unit is refused and nothing is written.
   * @returns null for what was committed, else why not
   */
  run(units: readonly Unit[]): readonly (Refusal | null)[] {
    const database = this.#database;
    try {
      database.exec('BEGIN IMMEDIATE');
      const refusals = units.map((unit) => this.#unit(unit));
      database.exec('COMMIT');
      return refusals;
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      const refusal = asRefusal(error);
      return units.map(() => refusal);
    }
  }

  #unit(unit: Unit): Refusal | null {
    const database = this.#database;
    database.exec('SAVEPOINT unit');
    try {
      for (const { sql, params } of unit) this.#prepared(sql).run(...params);
      database.exec('RELEASE unit');
      return null;
    } catch (error) {
      // A full or failing disk makes SQLite end the whole transaction: then nothing of the group is left to be kept.
      if (!database.inTransaction) throw error;
      database.exec('ROLLBACK TO unit');
      database.exec('RELEASE unit');
      return asRefusal(error);
    }
  }

  #prepared(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.clear();
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function asRefusal(error: unknown): Refusal {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : '', message: error.message };
}
