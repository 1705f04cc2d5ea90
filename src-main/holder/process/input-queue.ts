import { KimiError } from '#shared/errors/kimi-error.ts';
import type { InputSink } from './fd-sink.ts';

type Done = (error: KimiError | null) => void;

/** One caller's input: it goes to the child as one, whatever others send meanwhile. */
interface InputCall {
  readonly pieces: { readonly bytes: Buffer; readonly done: Done }[];
  complete: boolean;
}

/** Input that may wait for one child. A program that does not read must not fill the memory. */
const MOST_WAITING = 32 * 1024 * 1024;

/** Calls that are done are taken out of the list this many at a time. */
const DONE_AT_ONCE = 1024;

/** Puts the input of several callers into one order, call by call. */
export class InputQueue {
  readonly #childId: string;
  readonly #sink: InputSink;
  /** In the order in which they began. */
  #calls: InputCall[] = [];
  /** Calls before this one are done. */
  #first = 0;
  /** Those whose last piece has not come, by key. */
  readonly #open = new Map<string, InputCall>();
  #waiting = 0;
  #busy = false;
  #closed = false;

  constructor(childId: string, sink: InputSink) {
    this.#childId = childId;
    this.#sink = sink;
  }

  /** Takes the next piece of the call `key`; the call ends with the piece marked `last`. `done` comes when the kernel took the piece. */
  add(key: string, bytes: Buffer, last: boolean, done: Done): void {
    if (this.#closed) {
      done(this.#ended());
      return;
    }
    if (this.#waiting + bytes.length > MOST_WAITING) {
      this.abandon(key);
      done(new KimiError('CONFLICT', { childId: this.#childId, reason: 'the program does not read its input' }));
      return;
    }
    let call = this.#open.get(key);
    if (call === undefined) {
      call = { pieces: [], complete: false };
      this.#calls.push(call);
    }
    call.pieces.push({ bytes, done });
    call.complete = last;
    if (last) this.#open.delete(key);
    else this.#open.set(key, call);
    this.#waiting += bytes.length;
    this.#next();
  }

  /** The caller is gone: what it has sent stays sent, and others need not wait for the rest. */
  abandon(key: string): void {
    const call = this.#open.get(key);
    if (call === undefined) return;
    this.#open.delete(key);
    call.complete = true;
    this.#next();
  }

  /** The child takes no input any more. */
  close(): void {
    this.#closed = true;
    for (const call of this.#calls) for (const piece of call.pieces) piece.done(this.#ended());
    this.#calls = [];
    this.#first = 0;
    this.#open.clear();
  }

  #next(): void {
    // A loop, since most writes are done before they return: thousands of waiting key presses must not become as many nested calls.
    while (!this.#busy && !this.#closed) {
      const call = this.#calls[this.#first];
      const piece = call?.pieces.shift();
      if (piece === undefined && call?.complete === true) {
        this.#callDone();
        continue;
      }
      // No call, or one whose next piece has not come yet.
      if (piece === undefined) return;
      this.#busy = true;
      let returned = false;
      this.#sink.write(piece.bytes, (error) => {
        this.#busy = false;
        this.#waiting -= piece.bytes.length;
        piece.done(error === null ? null : this.#ended());
        if (returned) this.#next();
      });
      returned = true;
    }
  }

  #callDone(): void {
    this.#first += 1;
    // Taking the first out of a long array each time would cost its length each time.
    if (this.#first < DONE_AT_ONCE && this.#first < this.#calls.length) return;
    this.#calls = this.#calls.slice(this.#first);
    this.#first = 0;
  }

  #ended(): KimiError {
    return new KimiError('SESSION_ENDED', { childId: this.#childId });
  }
}
