import { KimiError } from '#shared/errors/kimi-error.ts';
import type { InputSink } from './fd-sink.ts';

type Done = (error: KimiError | null) => void;

/** One caller's input: it goes to the child as one, whatever others send meanwhile. */
interface InputCall {
  readonly pieces: { readonly bytes: Buffer; readonly done: Done }[];
  complete: boolean;
  /** Of a call that was begun as a lease. */
  readonly lease: Lease | null;
}

/** Told to who asked for a lease. */
export interface LeaseListener {
  /** Its turn has come and its time runs; or it never will, and why. */
  granted(error: KimiError | null): void;
  /** Its time was over before it was given back. What came in time is in; nothing more will be taken. */
  over(): void;
}

interface Lease {
  readonly key: string;
  readonly ms: number;
  readonly listener: LeaseListener;
  state: 'waiting' | 'held' | 'over';
  /** Runs from the grant on, and only then. */
  timer: NodeJS.Timeout | null;
  /** In the middle of a write: the rest of it is waited for, for half a write is worse than a late one. */
  writing: boolean;
}

/** Input that may wait for one child. A program that does not read must not fill the memory. */
const MOST_WAITING = 32 * 1024 * 1024;

/** The rest of a write that had begun when its lease was over comes within this time, or not at all: its sender may have been stopped. */
const REST_MS = 1000;

/** Calls that are done are taken out of the list this many at a time. */
const DONE_AT_ONCE = 1024;

/**
 * Puts the input of several callers into one order, call by call. A lease is a call that is begun before its bytes are known: it waits
 * for its turn like any other, and then holds the input until it is given back or its time is over.
 */
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

  /**
   * Takes the next piece of the call `key`; the call ends with the piece marked `last`. `done` comes when the kernel took the piece.
   * @param more (leases) the write goes on in another piece
   */
  add(key: string, bytes: Buffer, last: boolean, done: Done, more = false): void {
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
      call = { pieces: [], complete: false, lease: null };
      this.#calls.push(call);
    }
    if (call.lease !== null) call.lease.writing = more;
    call.pieces.push({ bytes, done });
    call.complete = last;
    if (last) this.#open.delete(key);
    else this.#open.set(key, call);
    this.#waiting += bytes.length;
    if (call.lease?.state === 'over' && !more) this.abandon(key);
    else this.#next();
  }

  /** Begins a call that holds the input for itself for `ms` at most, counted from its turn; pieces are added to it by its key. */
  lease(key: string, ms: number, listener: LeaseListener): void {
    if (this.#closed) {
      listener.granted(this.#ended());
      return;
    }
    const call: InputCall = { pieces: [], complete: false, lease: { key, ms, listener, state: 'waiting', timer: null, writing: false } };
    this.#calls.push(call);
    this.#open.set(key, call);
    this.#next();
  }

  /** The caller has nothing more, or is gone: what it has sent stays sent, and others need not wait for the rest. */
  abandon(key: string): void {
    const call = this.#open.get(key);
    if (call === undefined) return;
    this.#open.delete(key);
    call.complete = true;
    stopTimer(call.lease);
    this.#next();
  }

  /** The child takes no input any more. */
  close(): void {
    this.#closed = true;
    for (const call of this.#calls.slice(this.#first)) {
      for (const piece of call.pieces) piece.done(this.#ended());
      stopTimer(call.lease);
      if (call.lease?.state === 'waiting') call.lease.listener.granted(this.#ended());
    }
    this.#calls = [];
    this.#first = 0;
    this.#open.clear();
  }

  #next(): void {
    // A loop, since most writes are done before they return: thousands of waiting key presses must not become as many nested calls.
    while (!this.#busy && !this.#closed) {
      const call = this.#calls[this.#first];
      if (call?.lease?.state === 'waiting') this.#grant(call, call.lease);
      const piece = call?.pieces.shift();
      if (piece === undefined && call?.complete === true) {
        this.#callDone(call);
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

  #grant(call: InputCall, lease: Lease): void {
    lease.state = 'held';
    // One that was given up while it waited keeps nobody waiting.
    if (!call.complete) lease.timer = setTimeout(() => this.#timeIsOver(lease), lease.ms);
    lease.listener.granted(null);
  }

  #timeIsOver(lease: Lease): void {
    lease.timer = null;
    lease.state = 'over';
    if (!lease.writing) this.abandon(lease.key);
    else lease.timer = setTimeout(() => this.abandon(lease.key), REST_MS);
  }

  #callDone({ lease }: InputCall): void {
    if (lease?.state === 'over') lease.listener.over();
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

function stopTimer(lease: Lease | null): void {
  if (lease === null || lease.timer === null) return;
  clearTimeout(lease.timer);
  lease.timer = null;
}
