/** One statement with its values as SQLite takes them; what drizzle's `toSQL()` gives. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Statements that are written together or not at all. */
export type Unit = readonly Statement[];

/** What the writer's thread is started with. */
export interface WriterConfig {
  readonly path: string;
  /** ms that a transaction waits for another process that holds the write lock. */
  readonly busyMs: number;
}
