import { writeSync } from 'node:fs';
import { errorCode } from '../file-errors.ts';

/** Takes bytes for a child's input, all of them, one write after the other. */
export interface InputSink {
  /** `done` is called once, when the kernel has taken the last byte or never will. */
  write(bytes: Buffer, done: (error: Error | null) => void): void;
  close(): void;
}

/** Bytes offered to the kernel at once; a terminal takes a few thousand, so this only bounds one call. */
const OFFER_BYTES = 64 * 1024;
/** A program that has just read goes on reading: asking again at once is what makes a large paste fast. */
const EAGER_MS = 5;
/** One that does not read its input must not keep the processor busy: the wait doubles up to this. */
const LONGEST_WAIT_MS = 50;

/**
 * Writes to a terminal's master. Node cannot wait until such a descriptor takes more, and would block on it, so this offers bytes
 * without blocking and asks again: at once while the program reads, ever more seldom when it does not.
 */
export class FdSink implements InputSink {
  readonly #fd: number;
  #current: { readonly bytes: Buffer; offset: number; readonly done: (error: Error | null) => void } | null = null;
  #lastTaken = 0;
  #wait = 1;
  #immediate: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /** @param fd a descriptor in non-blocking mode; it stays the caller's */
  constructor(fd: number) {
    this.#fd = fd;
  }

  write(bytes: Buffer, done: (error: Error | null) => void): void {
    if (this.#closed) {
      done(new Error('the input is closed'));
      return;
    }
    this.#current = { bytes, offset: 0, done };
    this.#lastTaken = performance.now();
    this.#wait = 1;
    this.#offer();
  }

  close(): void {
    this.#closed = true;
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#settle(new Error('the input is closed'));
  }

  #offer(): void {
    const current = this.#current;
    if (current === null || this.#closed) return;
    const { bytes } = current;
    try {
      if (current.offset < bytes.length) {
        current.offset += writeSync(this.#fd, bytes, current.offset, Math.min(OFFER_BYTES, bytes.length - current.offset));
        this.#lastTaken = performance.now();
        this.#wait = 1;
      }
      if (current.offset === bytes.length) this.#settle(null);
      else this.#again(true);
    } catch (error) {
      if (errorCode(error) === 'EAGAIN') this.#again(performance.now() - this.#lastTaken < EAGER_MS);
      else this.#settle(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Through the event loop each time: the program's output must be read meanwhile, or both sides wait for each other. */
  #again(eager: boolean): void {
    if (eager) {
      this.#immediate = setImmediate(() => this.#offer());
      return;
    }
    this.#timer = setTimeout(() => this.#offer(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #settle(error: Error | null): void {
    const current = this.#current;
    this.#current = null;
    current?.done(error);
  }
}
