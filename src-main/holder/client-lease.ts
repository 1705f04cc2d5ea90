import type { Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { encodeFrame } from './protocol/codec.ts';
import { inputFrameHead, T } from './protocol/messages.ts';
import type { InputLease } from './types.ts';

/** A write travels in pieces of this size, like all input. */
const PIECE = 64 * 1024;
const NOTHING = new Uint8Array(0);

interface PendingWrite {
  /** Bytes that the child has not taken yet. */
  left: number;
  readonly resolve: () => void;
  readonly reject: (error: KimiError) => void;
}

/** The client's end of one lease. */
export class RemoteLease implements InputLease {
  readonly #o: { readonly ref: number; readonly childId: string; readonly socket: Socket; readonly onDone: () => void };
  readonly #turn = Promise.withResolvers<void>();
  readonly #writes: PendingWrite[] = [];
  #over: KimiError | null = null;

  constructor(options: { readonly ref: number; readonly childId: string; readonly socket: Socket; readonly onDone: () => void }) {
    this.#o = options;
  }

  /** Resolves when its turn has come. @throws KimiError TIMED_OUT when that takes longer than `withinMs`, or as the holder says */
  async granted(withinMs: number): Promise<void> {
    const timer = setTimeout(() => {
      this.#turn.reject(new KimiError('TIMED_OUT', { what: 'input lease', ms: withinMs }));
      this.release();
    }, withinMs);
    try {
      await this.#turn.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  onGranted(): void {
    this.#turn.resolve();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#over !== null) return Promise.reject(this.#over);
    if (bytes.length === 0) return Promise.resolve();
    const { ref, childId, socket } = this.#o;
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      const more = at + piece.length < bytes.length;
      socket.write(Buffer.concat([inputFrameHead(ref, childId, { last: false, more }, piece.length), piece]));
    }
    return new Promise((resolve, reject) => this.#writes.push({ left: bytes.length, resolve, reject }));
  }

  release(): void {
    if (this.#over === null) this.#end(new KimiError('LEASE_OVER', { reason: 'it was given back' }));
  }

  /** The child took so many bytes more. */
  readonly onTaken = (bytes: number): void => {
    const [first] = this.#writes;
    if (first === undefined) return;
    first.left -= bytes;
    if (first.left > 0) return;
    this.#writes.shift();
    first.resolve();
    if (this.#over !== null && this.#writes.length === 0) this.#o.onDone();
  };

  /** It was refused, its time is over, or the connection is gone: what was not taken by now will not be. */
  fail(error: KimiError): void {
    this.#turn.reject(error);
    for (const write of this.#writes.splice(0)) write.reject(error);
    if (this.#over === null) this.#end(error);
    else this.#o.onDone();
  }

  #end(error: KimiError): void {
    const { ref, socket, onDone } = this.#o;
    this.#over = error;
    // Writes that are on their way get their receipts first.
    if (this.#writes.length === 0) onDone();
    if (!socket.destroyed) socket.write(encodeFrame(T.close, ref, NOTHING));
  }
}
