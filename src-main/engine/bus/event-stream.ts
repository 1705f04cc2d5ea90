import type { EngineEvent, Happening } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Bus } from './bus.ts';
import type { CannotResume, EventLog } from './event-log.ts';

/** Events read back at once for a reader that was away: two milliseconds of the engine's thread on a busy machine (docs/state.md). */
const PAGE = 100;

/** All that a reader needs to begin with. */
export type Snapshot = Omit<Extract<EngineEvent, { type: 'snapshot' }>, 'type' | 'seq'>;

/** How a stream begins, before it is live. */
type Beginning =
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'reset'; readonly reason: CannotResume }
  /** `after`: the newest that was read back. */
  | { readonly kind: 'replay'; readonly after: number };

export interface EventStreamOptions {
  readonly bus: Bus;
  readonly log: Pick<EventLog, 'cannotResume' | 'page'>;
  readonly patience: Patience;
  readonly snapshot: () => Promise<Snapshot>;
  /** The last event that the reader has; without one it gets the whole state. */
  readonly after?: number;
  /** The stream was cut off, with so many events and bytes waiting. */
  readonly onSlow?: (waiting: { readonly events: number; readonly bytes: number }) => void;
  readonly onClosed: () => void;
}

/** How much may wait for a reader, and how long, before it is cut off. */
export interface Patience {
  readonly events: number;
  /** As JSON. */
  readonly bytes: number;
  /** While something waits and none of it is taken. */
  readonly ms: number;
}

const sizes = new WeakMap<Happening, number>();

/** Bytes of an event on the wire, near enough; found out once, however many readers wait for it. */
function sizeOf(event: Happening): number {
  let size = sizes.get(event);
  if (size === undefined) {
    size = JSON.stringify(event).length;
    sizes.set(event, size);
  }
  return size;
}

/**
 * One reader's view of the bus: the whole state, or what it missed, then every change. It never holds the engine up: a reader
 * that does not take what waits for it is cut off with READER_TOO_SLOW, and goes on from its last event by connecting again.
 */
export class EventStream implements AsyncIteratorObject<EngineEvent, void, void> {
  readonly #o: EventStreamOptions;
  /** What happened since this stream was opened. */
  readonly #queue: Happening[] = [];
  /** The newest event when it was opened: up to here the log is read, from here on the bus is heard. */
  readonly #openedAt: number;
  readonly #unsubscribe: () => void;
  #page: readonly Happening[] = [];
  #beginning: Beginning | null;
  /** The newest event that the reader was given, or that its snapshot contains. */
  #given: number;
  #heartbeat: number | null = null;
  #closed = false;
  /** Why the reader was cut off, until it was told. */
  #slow: KimiError | null = null;
  #waitingBytes = 0;
  /** When the reader last took something, or something began to wait for it; monotonic ms. */
  #takenAt = 0;
  #wake: (() => void) | undefined;

  constructor(options: EventStreamOptions) {
    this.#o = options;
    const { bus, log, after } = options;
    // Subscribed before anything is read: a change in between is in both, which does no harm, and never in neither.
    this.#openedAt = bus.seq;
    this.#given = after ?? bus.seq;
    this.#unsubscribe = bus.on((event) => this.#push(event));
    const reason = after === undefined ? null : log.cannotResume(after);
    if (after === undefined) this.#beginning = { kind: 'snapshot' };
    else if (reason !== null) this.#beginning = { kind: 'reset', reason };
    else this.#beginning = { kind: 'replay', after };
  }

  /** Lets the reader know that the engine lives, unless it is being told something anyway. @param at ms since the epoch */
  beat(at: number): void {
    if (this.#queue.length > 0 && performance.now() - this.#takenAt >= this.#o.patience.ms) this.#cutOff();
    if (this.#beginning !== null || this.#queue.length > 0) return;
    this.#heartbeat = at;
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<EngineEvent, void>> {
    while (!this.#closed) {
      const beginning = this.#beginning;
      const event = beginning === null ? this.#live() : await this.#begin(beginning);
      if (this.#closed) break;
      if (event !== null) return { done: false, value: event };
      // What happened during the beginning is in the queue by now.
      if (beginning !== null) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    const slow = this.#slow;
    this.#slow = null;
    if (slow !== null) throw slow;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<EngineEvent, void>> {
    this.close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Ends the stream for its reader; harmless twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.length = 0;
    this.#waitingBytes = 0;
    this.#page = [];
    this.#unsubscribe();
    this.#o.onClosed();
    this.#wake?.();
  }

  /** The next event of the beginning; null when it has gone on to another part of it or is over. */
  async #begin(beginning: Beginning): Promise<EngineEvent | null> {
    switch (beginning.kind) {
      case 'reset':
        this.#beginning = { kind: 'snapshot' };
        return { type: 'reset', seq: this.#openedAt, reason: beginning.reason };
      case 'snapshot': {
        const snapshot = await this.#o.snapshot();
        this.#beginning = null;
        this.#given = this.#openedAt;
        return { type: 'snapshot', seq: this.#openedAt, ...snapshot };
      }
      case 'replay':
        return this.#replay(beginning.after);
    }
  }

  #replay(after: number): EngineEvent | null {
    const [event, ...rest] = this.#page;
    if (event !== undefined) {
      this.#page = rest;
      this.#given = event.seq ?? this.#given;
      return event;
    }
    if (after >= this.#openedAt) {
      this.#beginning = null;
      return null;
    }
    const page = this.#o.log.page(after, this.#openedAt, PAGE);
    // A reader can be so slow that what it is to be given next goes meanwhile.
    if (page === null) this.#beginning = { kind: 'reset', reason: 'too-old' };
    else {
      this.#page = page;
      this.#beginning = { kind: 'replay', after: after + page.length };
    }
    return null;
  }

  #live(): EngineEvent | null {
    const event = this.#queue.shift();
    if (event !== undefined) {
      this.#given = event.seq ?? this.#given;
      this.#waitingBytes -= sizeOf(event);
      this.#takenAt = performance.now();
      this.#heartbeat = null;
      return event;
    }
    if (this.#heartbeat === null) return null;
    const at = this.#heartbeat;
    this.#heartbeat = null;
    return { type: 'heartbeat', seq: this.#given, at };
  }

  #push(event: Happening): void {
    const { events, bytes } = this.#o.patience;
    const size = sizeOf(event);
    if (this.#queue.length >= events || (this.#queue.length > 0 && this.#waitingBytes + size > bytes)) {
      this.#cutOff();
      return;
    }
    if (this.#queue.length === 0) this.#takenAt = performance.now();
    this.#queue.push(event);
    this.#waitingBytes += size;
    this.#wake?.();
  }

  #cutOff(): void {
    const waiting = { events: this.#queue.length, bytes: this.#waitingBytes };
    this.#slow = new KimiError('READER_TOO_SLOW', { waiting: waiting.bytes });
    this.#o.onSlow?.(waiting);
    this.close();
  }
}
