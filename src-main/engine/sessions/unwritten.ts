import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId, TerminalId } from '#shared/ids.ts';
import { pause } from '#shared/retry/pause.ts';
import { retry } from '#shared/retry/retry.ts';
import { asDataFolderError } from '../lock/index.ts';
import type { Query } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { SessionChange, TerminalChange } from './types.ts';

/** Room, a sound disk or an open lock is noticed within seconds, and a disk that stays full is not kept busy. */
const AGAIN = { firstMs: 250, mostMs: 2000 };

/** What became of a session and its terminals: newer values over older ones. */
export interface Happened {
  readonly session?: SessionChange;
  /** null: it was removed. */
  readonly terminals?: ReadonlyMap<TerminalId, TerminalChange | null>;
  /** The session was removed, and its terminals with it. */
  readonly removed?: boolean;
}

interface Slot {
  /** Is being written now. */
  writing: Happened | null;
  /** Came since. */
  waiting: Happened | null;
  /** Could not be written at first, so whoever was told of it then read it from memory. */
  late: boolean;
}

export interface UnwrittenOptions {
  /** Writes queries, all or none. */
  readonly write: (...queries: readonly Query[]) => Promise<void>;
  /** What writes down what happened to a session. */
  readonly queries: (id: SessionId, happened: Happened) => readonly Query[];
  readonly logger: Logger;
}

/**
 * What happened to sessions and is not in the database yet. What is asked for can be refused; what has happened cannot: where the database
 * does not take it (no room, a failing disk, a lock, a writer that died), it is kept here, readers see it, and it is tried again until it is
 * written. Writes about one session are made one after the other, each with what happened before it, so that the newest always wins. An
 * engine that ends first leaves it to the next one, which looks at what is true (recovery.ts).
 */
export class Unwritten {
  readonly #o: UnwrittenOptions;
  readonly #slots = new Map<SessionId, Slot>();
  readonly #order = new KeyedQueue();
  readonly #closing = new AbortController();
  /** Tries until everything is written; null while the database takes what it is given. */
  #trying: Promise<void> | null = null;
  #onLate: (id: SessionId) => void = () => undefined;

  constructor(options: UnwrittenOptions) {
    this.#o = options;
  }

  /** `listener` hears of each session about which something was written that was kept until then. */
  onLate(listener: (id: SessionId) => void): void {
    this.#onLate = listener;
  }

  /** What is known of a session beyond the database. */
  of(id: SessionId): Happened {
    const slot = this.#slots.get(id);
    return slot === undefined ? {} : merged(slot.writing, slot.waiting);
  }

  /** Takes note of what happened. Resolves when it is written, or kept to be. @throws what the database refuses for its content */
  async note(id: SessionId, happened: Happened): Promise<void> {
    const slot = this.#slots.get(id) ?? { writing: null, waiting: null, late: false };
    slot.waiting = merged(slot.waiting, happened);
    this.#slots.set(id, slot);
    // Who waits for a stop or a deletion shall not wait for a disk of which is known that it refuses.
    if (this.#trying !== null) return;
    try {
      await this.write(id);
    } catch (error) {
      if (!mayPass(error)) throw error;
      this.#tryAgain(error);
    }
  }

  /**
   * Writes queries about a session, behind what happened to it before, all or none.
   * @throws what the store's `write` throws; what happened is kept then
   */
  write(id: SessionId, ...queries: readonly Query[]): Promise<void> {
    return this.#order.run(id, async () => {
      const slot = this.#slots.get(id);
      const writing = slot?.waiting ?? null;
      const before = writing === null ? [] : this.#o.queries(id, writing);
      if (slot !== undefined) Object.assign(slot, { writing, waiting: null });
      try {
        await this.#o.write(...before, ...queries);
      } catch (error) {
        // What is refused for its content would be refused again; unless that was what came with it.
        const keep = queries.length > 0 || mayPass(error);
        if (slot !== undefined) {
          Object.assign(slot, { writing: null, waiting: keep ? merged(writing, slot.waiting) : slot.waiting, late: true });
          this.#tidy(id, slot);
        }
        throw error;
      }
      if (slot === undefined) return;
      const { late } = slot;
      Object.assign(slot, { writing: null, late: false });
      this.#tidy(id, slot);
      if (late) this.#onLate(id);
    });
  }

  /** Tries a last time what is kept, and leaves the rest to the next engine. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#trying;
    if (this.#slots.size === 0) return;
    try {
      await this.#all();
    } catch (error) {
      this.#o.logger.error('what happened to sessions is left for the next engine to find out', {
        sessions: this.#slots.size,
        reason: String(error),
      });
    }
  }

  #tidy(id: SessionId, slot: Slot): void {
    if (slot.writing === null && slot.waiting === null && this.#slots.get(id) === slot) this.#slots.delete(id);
  }

  #tryAgain(reason: unknown): void {
    if (this.#trying !== null || this.#closing.signal.aborted) return;
    this.#o.logger.error('what happened to a session could not be written down; it is kept and tried again', { reason: String(reason) });
    this.#trying = this.#untilWritten();
  }

  async #untilWritten(): Promise<void> {
    const { signal } = this.#closing;
    try {
      await pause(AGAIN.firstMs, signal);
      // Again also for what happened during the last try, whose own did not try because this one does.
      while (this.#slots.size > 0 && !signal.aborted) await retry(() => this.#all(), { ...AGAIN, worthwhile: mayPass, signal });
      if (this.#slots.size === 0) this.#o.logger.info('what happened to sessions is written down again');
    } catch (error) {
      if (!signal.aborted) this.#o.logger.error('what happened to sessions is not tried again', { reason: String(error) });
    } finally {
      this.#trying = null;
    }
  }

  /** Writes all that is kept. @throws the first refusal that may pass */
  async #all(): Promise<void> {
    const tries = await Promise.allSettled([...this.#slots.keys()].map((id) => this.write(id)));
    const refusals = tries.filter((tried) => tried.status === 'rejected').map(({ reason }): unknown => reason);
    for (const reason of refusals.filter((refusal) => !mayPass(refusal))) {
      this.#o.logger.error('what happened to a session could not be written down', { reason: String(reason) });
    }
    const passing = refusals.find(mayPass);
    if (passing !== undefined) throw passing;
  }
}

/** Whether the database refuses because of where it is, and not because of what it was given. */
export function mayPass(error: unknown): boolean {
  return asDataFolderError(error, '') instanceof KimiError;
}

function merged(older: Happened | null, newer: Happened | null): Happened {
  if (older === null || newer === null) return older ?? newer ?? {};
  const terminals = new Map(older.terminals);
  for (const [id, change] of newer.terminals ?? []) terminals.set(id, change === null ? null : { ...terminals.get(id), ...change });
  return { session: { ...older.session, ...newer.session }, terminals, removed: older.removed === true || newer.removed === true };
}
