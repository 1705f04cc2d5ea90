import { setImmediate as nextTurn } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SpoolReader } from '../../holder/spool/reader.ts';
import type { ByteStream, Piece, StreamOptions } from '../../holder/types.ts';

/** Handed out at once; between two of them others get their turn. */
const SLICE = 64 * 1024;

/** Reads an ended child's spool as its holder would have streamed it: in order, within credit, the exit last. */
export class SpoolStream implements ByteStream {
  readonly #reader: SpoolReader;
  readonly #options: StreamOptions;
  #credit: number;
  #position: number;
  #skip: number | null = null;
  #open = true;
  #wake: (() => void) | null = null;

  constructor(reader: SpoolReader, options: StreamOptions) {
    this.#reader = reader;
    this.#options = options;
    this.#credit = options.credit;
    this.#position = options.from;
    this.#run().then(
      // The end of the spool without an exit: its holder died before it could record one.
      (exited) => this.#end(exited ? null : new KimiError('HOLDER_UNREACHABLE', { reason: 'the recording ends without an exit' })),
      (error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))),
    );
  }

  grant(bytes: number): void {
    this.#credit += bytes;
    this.#wakeUp();
  }

  skipTo(offset: number): void {
    if (offset > this.#position) this.#skip = Math.min(offset, this.#reader.end);
    this.#wakeUp();
  }

  close(): void {
    this.#open = false;
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = null;
  }

  #end(error: Error | null): void {
    if (!this.#open) return;
    this.#open = false;
    this.#options.onClosed(error);
  }

  async #run(): Promise<boolean> {
    // What opened this must have it in hand before the first piece comes.
    await nextTurn();
    while (this.#open) {
      const done = await this.#readFrom(this.#position);
      if (done !== 'skipped') return done === 'exited';
    }
    return true;
  }

  async #readFrom(from: number): Promise<'exited' | 'ended' | 'skipped'> {
    for await (const piece of this.#reader.pieces(from)) {
      if (piece.kind === 'data') await this.#data(piece.offset, piece.bytes);
      if (!this.#open) return 'ended';
      if (this.#skip !== null) {
        const to = Math.max(this.#skip, this.#position);
        this.#skip = null;
        if (to > this.#position) this.#options.onPiece({ kind: 'gap', from: this.#position, to, reason: 'skipped' });
        this.#position = to;
        return 'skipped';
      }
      if (piece.kind === 'data') continue;
      if (piece.kind === 'gap') this.#position = piece.to;
      this.#options.onPiece(piece);
      if (piece.kind === 'exit') return 'exited';
    }
    return 'ended';
  }

  async #data(offset: number, bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.length && this.#open && this.#skip === null) {
      if (this.#credit <= 0) {
        this.#options.onBehind?.(this.#reader.end);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const slice = bytes.subarray(at, at + Math.min(SLICE, this.#credit));
      this.#credit -= slice.length;
      this.#position = offset + at + slice.length;
      const piece: Piece = { kind: 'data', offset: offset + at, bytes: slice };
      at += slice.length;
      this.#options.onPiece(piece);
      await nextTurn();
    }
  }
}
