// better-sqlite3 ships no types. These are the members that the engine and drizzle-orm use, nothing else.
declare module 'better-sqlite3' {
  namespace Database {
    interface Options {
      readonly?: boolean;
      fileMustExist?: boolean;
      /** ms that a statement waits for another connection's lock. */
      timeout?: number;
    }
    interface RunResult {
      changes: number;
      lastInsertRowid: number | bigint;
    }
    interface Statement {
      run(...values: unknown[]): RunResult;
      get(...values: unknown[]): unknown;
      all(...values: unknown[]): unknown[];
      pluck(toggle?: boolean): this;
    }
    interface Database {
      readonly name: string;
      readonly open: boolean;
      readonly inTransaction: boolean;
      prepare(sql: string): Statement;
      exec(sql: string): this;
      pragma(source: string, options?: { readonly simple?: boolean }): unknown;
      transaction<A extends unknown[], R>(body: (...values: A) => R): ((...values: A) => R) & { immediate(...values: A): R };
      close(): this;
    }
  }
  type Database = Database.Database;
  type Options = Database.Options;
  type RunResult = Database.RunResult;
  type Statement = Database.Statement;
  const Database: {
    new (filename: string, options?: Database.Options): Database.Database;
    readonly SqliteError: new (message: string, code: string) => Error & { readonly code: string };
  };
  export default Database;
  export type { Database, Options, RunResult, Statement };
}
