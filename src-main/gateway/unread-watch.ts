/** A connection, as far as what it was handed and has not taken is concerned. */
export interface Unread {
  /** Bytes that wait in this process. */
  readonly waiting: number;
  /** Bytes that the system took, in all. */
  readonly taken: number;
  /** Ends it; what waits is thrown away. */
  cutOff(waiting: number): void;
}

/**
 * Bytes that may wait for one reader, and the message that goes over it. The largest answer of the contract (a thousand sessions) has
 * about one MiB, and several may be under way. A viewer's credit lets it be half of this behind; snapshots and resizes need none.
 */
export const UNREAD_BYTES = 16 * 1024 * 1024;
/** Who takes nothing for so long is stopped or suspended; a page goes on where it was when it comes back, a viewer with a fresh screen. */
const UNREAD_MS = 30_000;
const LOOK_EVERY_MS = 5_000;

interface Progress {
  readonly until: 'taken' | 'forgotten';
  taken: number;
  at: number;
}

/**
 * Cuts off connections whose reader does not read, so that nothing is kept for it. One timer for all of them, and none while
 * nothing waits.
 */
export class UnreadWatch {
  readonly #watched = new Map<Unread, Progress>();
  readonly #limits: { readonly bytes: number; readonly ms: number; readonly everyMs: number };
  #timer: NodeJS.Timeout | null = null;

  constructor(limits: { readonly bytes?: number; readonly ms?: number; readonly everyMs?: number } = {}) {
    this.#limits = { bytes: UNREAD_BYTES, ms: UNREAD_MS, everyMs: LOOK_EVERY_MS, ...limits };
  }

  /** Looks at a connection until it is forgotten. */
  watch(connection: Unread): void {
    this.#add(connection, 'forgotten');
  }

  /**
   * Something was handed to a connection; call it each time. It is looked at until everything was taken.
   * @param before what waited there without it: one message may be as large as it likes
   */
  handed(connection: Unread, before: number): void {
    if (before > this.#limits.bytes) this.#cutOff(connection, connection.waiting);
    else if (connection.waiting > 0) this.#add(connection, 'taken');
  }

  /** The connection is gone. */
  forget(connection: Unread): void {
    this.#watched.delete(connection);
    this.#rest();
  }

  close(): void {
    this.#watched.clear();
    this.#rest();
  }

  #add(connection: Unread, until: Progress['until']): void {
    if (this.#watched.has(connection)) return;
    this.#watched.set(connection, { until, taken: connection.taken, at: performance.now() });
    this.#timer ??= setInterval(() => this.#look(), this.#limits.everyMs);
  }

  #look(): void {
    const now = performance.now();
    for (const [connection, progress] of [...this.#watched]) {
      const { waiting, taken } = connection;
      // Those that tell of each message were asked for this when they did.
      const tooMuch = progress.until === 'forgotten' && waiting > this.#limits.bytes;
      if (waiting === 0 && progress.until === 'taken') this.#watched.delete(connection);
      else if (waiting === 0 || (taken !== progress.taken && !tooMuch)) Object.assign(progress, { taken, at: now });
      else if (tooMuch || now - progress.at >= this.#limits.ms) this.#cutOff(connection, waiting);
    }
    this.#rest();
  }

  #cutOff(connection: Unread, waiting: number): void {
    this.#watched.delete(connection);
    connection.cutOff(waiting);
    this.#rest();
  }

  #rest(): void {
    if (this.#watched.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}
