// What a thread that writes a database and the one that asks it say to each other.

/** Why a unit was not written: SQLite's name of the error (`SQLITE_FULL`, …), or an empty code for other errors. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What a database said, as a thread tells it. */
export function asRefusal(error: unknown): Refusal {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : '', message: error.message };
}

/** What became of units, in their order: null for what was committed. None at all: everything was. */
export type Outcomes = readonly (Refusal | null)[];

/** To the thread: a piece of work, written behind those before; or the word to leave. */
export type WriterOrder<U> = { readonly write: readonly U[] } | { readonly close: true };

/** What a thread finds wrong beside its work: something that stays so, or something that may pass; null when that has. */
export type Trouble = { readonly lasting: string } | { readonly passing: string | null };

/**
 * From the thread: it is open; a transaction is over, with how many pieces were in it and, unless all of it was committed, what became of
 * each; or something for the log.
 */
export type WriterReport =
  | { readonly ready: true }
  | { readonly written: number; readonly outcomes?: readonly Outcomes[] }
  | { readonly trouble: Trouble };

/** A database of which a writer's thread makes the transactions. */
export interface Transactions<U> {
  /** Takes units into the transaction, which it begins when there is none. What fails is an outcome of `commit`, for it never throws. */
  take(units: readonly U[]): void;
  /** Ends the transaction. Outcomes of all units that were taken, in their order; none when all of them were committed. */
  commit(): Outcomes;
  /** What may wait until those who asked have their answer. */
  afterwards(): void;
  close(): void;
}

/** What startWriter adds to a writer's configuration. */
export interface Shared {
  /** How many pieces went into a transaction, so that when the thread dies it is known which ones it had not touched. Wraps around. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}
