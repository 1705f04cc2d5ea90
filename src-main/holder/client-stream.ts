import type { Socket } from 'node:net';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { encodeFrame } from './protocol/codec.ts';
import { encodeOffset, encodeU32, T } from './protocol/messages.ts';
import type { ByteStream, Piece, StreamOptions } from './types.ts';

const NOTHING = new Uint8Array(0);
/** Credit travels in 32 bits. */
const MAX_GRANT = 0xffff_ffff;

/** The client's end of one stream. */
export class RemoteStream implements ByteStream {
  readonly #ref: number;
  readonly #socket: Socket;
  readonly #options: StreamOptions;
  readonly #onDone: () => void;
  #open = true;

  constructor(ref: number, socket: Socket, options: StreamOptions, onDone: () => void) {
    this.#ref = ref;
    this.#socket = socket;
    this.#options = options;
    this.#onDone = onDone;
  }

  grant(bytes: number): void {
    if (this.#open && bytes > 0) this.#socket.write(encodeU32(T.credit, this.#ref, Math.min(Math.floor(bytes), MAX_GRANT)));
  }

  skipTo(offset: number): void {
    if (this.#open) this.#socket.write(encodeOffset(T.skip, this.#ref, offset));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onDone();
    if (!this.#socket.destroyed) this.#socket.write(encodeFrame(T.close, this.#ref, NOTHING));
  }

  /** Hands a piece to its reader. */
  deliver(piece: Piece): void {
    if (this.#open) this.#options.onPiece(piece);
  }

  /** The child went on to `end` while there was no credit. */
  behind(end: number): void {
    if (this.#open) this.#options.onBehind?.(end);
  }

  /** The connection ended (null: because it was closed here) or the holder refused. */
  fail(error: KimiError | null): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onDone();
    this.#options.onClosed(error);
  }
}
