/** One statement with its values as SQLite takes them; what drizzle's `toSQL()` gives. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Statements that are written together or not at all. */
export type Unit = readonly Statement[];

/** Why a unit was not written: SQLite's name of the error (`SQLITE_FULL`, …), or an empty code for other errors. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What the writer's thread is started with. */
export interface WriterConfig {
  readonly path: string;
  /** ms that a transaction waits for another process that holds the write lock. */
  readonly busyMs: number;
}

/** To the thread: units for one transaction, or the word to leave. */
export type WriterOrder<U = Unit> = { readonly commit: readonly U[] } | { readonly close: true };

/** From the thread: it is open; what became of the last order's units, in their order (of which nothing is said, was committed); or something for the log. */
export type WriterReport = { readonly ready: true } | { readonly committed: readonly (Refusal | null)[] } | { readonly trouble: string };
