import type { EngineEvent, SessionInfo } from '#shared/contract/index.ts';
import type { Bus, NumberedEvent } from './bus.ts';

/**
 * One reader's view of the bus: the whole state first, then every change. It never holds the engine up: a reader that lets
 * `limit` events pile up is cut off, and by connecting again gets a fresh snapshot, which is cheaper for both than the backlog.
 */
export class EventStream implements AsyncIteratorObject<EngineEvent, void, void> {
  readonly #queue: NumberedEvent[] = [];
  readonly #limit: number;
  readonly #snapshot: () => Promise<readonly SessionInfo[]>;
  readonly #epoch: string;
  readonly #startSeq: number;
  readonly #unsubscribe: () => void;
  readonly #onClosed: () => void;
  #first = true;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(options: {
    readonly bus: Bus;
    readonly limit: number;
    readonly snapshot: () => Promise<readonly SessionInfo[]>;
    readonly onClosed: () => void;
  }) {
    this.#limit = options.limit;
    this.#snapshot = options.snapshot;
    this.#onClosed = options.onClosed;
    this.#epoch = options.bus.epoch;
    // Subscribed before the snapshot is taken: a change in between is in both, which does no harm, and never in neither.
    this.#startSeq = options.bus.seq;
    this.#unsubscribe = options.bus.on((event) => this.#push(event));
  }

  #push(event: NumberedEvent): void {
    if (this.#queue.length >= this.#limit) {
      this.close();
      return;
    }
    this.#queue.push(event);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<EngineEvent, void>> {
    if (this.#first && !this.#closed) {
      this.#first = false;
      const sessions = [...(await this.#snapshot())];
      return { done: false, value: { type: 'snapshot', seq: this.#startSeq, epoch: this.#epoch, sessions } };
    }
    while (!this.#closed) {
      const event = this.#queue.shift();
      if (event !== undefined) return { done: false, value: event };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
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
    this.#unsubscribe();
    this.#onClosed();
    this.#wake?.();
  }
}
