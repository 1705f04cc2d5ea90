import { encodeGateway } from '#shared/terminal/viewer-protocol.ts';

/** Pieces of at least this size go out by themselves; smaller ones that arrive in one tick go together. */
const DIRECT = 32 * 1024;
const SCRATCH = 64 * 1024;

/**
 * Turns pieces of output into messages. What arrives in one tick (one read from the holder's socket) leaves as few
 * messages, at the tick's end: a message costs its reader more than the copy, and no timer delays an echo.
 */
export class DataFrames {
  readonly #send: (message: Uint8Array) => void;
  #scratch: Uint8Array | null = null;
  #length = 0;
  #offset = 0;
  #scheduled = false;

  constructor(send: (message: Uint8Array) => void) {
    this.#send = send;
  }

  /** Takes a piece; `bytes` is copied before this returns. */
  push(offset: number, bytes: Uint8Array): void {
    if (bytes.length >= DIRECT) {
      this.flush();
      this.#send(encodeGateway({ type: 'data', offset, bytes }));
      return;
    }
    if (this.#length > 0 && (this.#offset + this.#length !== offset || this.#length + bytes.length > SCRATCH)) this.flush();
    this.#scratch ??= new Uint8Array(SCRATCH);
    if (this.#length === 0) this.#offset = offset;
    this.#scratch.set(bytes, this.#length);
    this.#length += bytes.length;
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  /** Sends what is held back; called before any other message, so that the order stays. */
  flush(): void {
    if (this.#length === 0 || this.#scratch === null) return;
    const bytes = this.#scratch.subarray(0, this.#length);
    this.#length = 0;
    this.#send(encodeGateway({ type: 'data', offset: this.#offset, bytes }));
  }
}
