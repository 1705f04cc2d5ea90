import { KimiError } from '#shared/errors/kimi-error.ts';
import type { InputSink } from './fd-sink.ts';

type Done = (error: KimiError | null) => void;

/** One caller's input: it goes to the child as one, whatever others send meanwhile. */
interface InputCall {
  readonly key: string;
  readonly pieces: { readonly bytes: Buffer; readonly done: Done }[];
  complete: boolean;
}

/** Input that may wait for one child. A program that does not read must not fill the memory. */
const MOST_WAITING = 32 * 1024 * 1024;

/** Puts the input of several callers into one order, call by call. */
export class InputQueue {
  readonly #childId: string;
  readonly #sink: InputSink;
  readonly #calls: InputCall[] = [];
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
    let call = this.#calls.find((other) => other.key === key && !other.complete);
    if (call === undefined) {
      call = { key, pieces: [], complete: false };
      this.#calls.push(call);
    }
    call.pieces.push({ bytes, done });
    call.complete = last;
    this.#waiting += bytes.length;
    this.#next();
  }

  /** The caller is gone: what it has sent stays sent, and others need not wait for the rest. */
  abandon(key: string): void {
    for (const call of this.#calls) if (call.key === key) call.complete = true;
    this.#next();
  }

  /** The child takes no input any more. */
  close(): void {
    this.#closed = true;
    for (const call of this.#calls.splice(0)) for (const piece of call.pieces) piece.done(this.#ended());
  }

  #next(): void {
    // A loop, since most writes are done before they return: thousands of waiting key presses must not become as many nested calls.
    while (!this.#busy && !this.#closed) {
      while (this.#calls[0]?.complete === true && this.#calls[0].pieces.length === 0) this.#calls.shift();
      const piece = this.#calls[0]?.pieces.shift();
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

  #ended(): KimiError {
    return new KimiError('SESSION_ENDED', { childId: this.#childId });
  }
}
