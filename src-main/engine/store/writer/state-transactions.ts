import type Database from 'better-sqlite3';
import { asRefusal, type Outcomes, type Refusal, type Transactions } from '../../../threads/writer-protocol.ts';
import type { Unit } from './types.ts';

/** The product's own statements are far fewer; a bound in case one is ever built with values in its text. */
const KEPT_STATEMENTS = 200;

/**
 * Transactions of `state.db`. A unit that SQLite refuses is undone by itself and does not touch the others; when the transaction as a whole
 * fails (no room, the lock not given), every unit is refused and nothing is written.
 */
export class StateTransactions implements Transactions<Unit> {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  #outcomes: (Refusal | null)[] = [];
  /** Why nothing of this transaction is kept. */
  #failure: Refusal | null = null;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  take(units: readonly Unit[]): void {
    for (const unit of units) this.#outcomes.push(this.#attempt(() => this.#unit(unit)));
  }

  commit(): Outcomes {
    this.#attempt(() => {
      this.#database.exec('COMMIT');
      return null;
    });
    const outcomes = this.#failure === null ? this.#outcomes : this.#outcomes.fill(this.#failure);
    this.#outcomes = [];
    this.#failure = null;
    return outcomes.some((outcome) => outcome !== null) ? outcomes : [];
  }

  afterwards(): void {
    // Everything was done before the answer.
  }

  close(): void {
    this.#database.close();
  }

  /** Does a part of the transaction, unless it has failed; what this throws fails it. */
  #attempt(part: () => Refusal | null): Refusal | null {
    if (this.#failure !== null) return null;
    try {
      if (!this.#database.inTransaction) this.#database.exec('BEGIN IMMEDIATE');
      return part();
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      this.#failure = asRefusal(error);
      return null;
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
