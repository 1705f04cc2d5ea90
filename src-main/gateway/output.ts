import type { ByteStream, Piece } from '../holder/types.ts';
import type { ChildSource } from '../mirror/children/child-source.ts';
import type { Snapshot } from '../mirror/types.ts';
import { DataFrames } from './data-frames.ts';
import type { ViewerSocket } from './viewer-socket.ts';

/** A viewer further behind than this is skipped forward. */
export const SKIP_BEHIND = 4 * 1024 * 1024;
/** A viewer may grant more; this much of it is used, because it bounds what a connection can make the gateway hold. Above the skip, nobody gains by more. */
const MOST_CREDIT = 2 * SKIP_BEHIND;
/** A viewer that was skipped gets its next picture after this time at the earliest: each costs the mirror a parse of all that was skipped. */
const SKIP_PAUSE_MS = 500;
/**
 * A picture that is not there by then is late: while somebody types elsewhere the mirror reads at a rate that leaves room for the keys
 * (holder/paced-output.ts). Until it comes the viewer goes on where it is, for a terminal that stands still looks like a program that does.
 */
const LATE_MS = 150;

export interface OutputOptions {
  readonly source: ChildSource;
  readonly socket: Pick<ViewerSocket, 'raw' | 'send'>;
  readonly credit: number;
  /** First byte; with `screen` where the first snapshot stands. */
  readonly from: number;
  /** Ends before this byte; null: only with the child. */
  readonly to: number | null;
  /** Takes a picture at the given byte or later; null for viewers that want every byte. */
  readonly picture: ((atLeast: number) => Promise<Snapshot>) | null;
  /** The stream is over: all was sent (null), or it cannot go on. */
  readonly onDone: (error: Error | null) => void;
}

type State =
  | { readonly kind: 'streaming'; readonly stream: ByteStream }
  /** Too far behind: nothing is read until the viewer takes something again, then a picture replaces what it missed. */
  | { readonly kind: 'behind' }
  /** A picture is being made, and nothing is read yet (`#asked`). */
  | { readonly kind: 'skipping' }
  | { readonly kind: 'done' };

/** One viewer's way through a child's output: a cursor, its credit, and the skip when it is too slow. */
export class Output {
  readonly #o: OutputOptions;
  readonly #frames: DataFrames;
  #state: State = { kind: 'skipping' };
  #position: number;
  /** Bytes the viewer still takes. */
  #credit: number;
  /** End of the output as far as it is known here. */
  #end: number;
  #skippedAt = Number.NEGATIVE_INFINITY;
  #pause: NodeJS.Timeout | null = null;
  /** Whether a picture is being made. */
  #asked = false;
  #late: NodeJS.Timeout | null = null;

  constructor(options: OutputOptions) {
    this.#o = options;
    this.#frames = new DataFrames((message) => options.socket.raw(message));
    this.#position = options.from;
    this.#credit = Math.min(options.credit, MOST_CREDIT);
    this.#end = options.source.end;
  }

  /** Starts at the first byte. */
  start(): void {
    if (this.#reached()) this.#finish(null);
    else this.#stream();
  }

  /** The viewer has taken so many bytes. */
  grant(bytes: number): void {
    const granted = Math.min(bytes, MOST_CREDIT - this.#credit);
    this.#credit += granted;
    if (this.#state.kind === 'streaming') this.#state.stream.grant(granted);
    else if (this.#state.kind === 'behind') this.#skipWhenReady();
  }

  close(): void {
    if (this.#pause !== null) clearTimeout(this.#pause);
    if (this.#late !== null) clearTimeout(this.#late);
    if (this.#state.kind === 'streaming') this.#state.stream.close();
    this.#state = { kind: 'done' };
  }

  #stream(): void {
    const stream = this.#o.source.open({
      from: this.#position,
      credit: this.#credit,
      onPiece: (piece) => this.#piece(piece),
      onBehind: (end) => this.#behind(end),
      onClosed: (error) => this.#finish(error),
    });
    this.#state = { kind: 'streaming', stream };
  }

  #piece(piece: Piece): void {
    if (this.#state.kind !== 'streaming') return;
    switch (piece.kind) {
      case 'data': {
        this.#credit -= piece.bytes.length;
        const room = this.#o.to === null ? piece.bytes.length : this.#o.to - piece.offset;
        const bytes = room < piece.bytes.length ? piece.bytes.subarray(0, room) : piece.bytes;
        this.#frames.push(piece.offset, bytes);
        this.#position = piece.offset + bytes.length;
        break;
      }
      case 'gap': {
        this.#frames.flush();
        const to = this.#o.to === null ? piece.to : Math.min(piece.to, this.#o.to);
        this.#o.socket.send({ type: 'gap', from: piece.from, to, reason: piece.reason });
        this.#position = to;
        break;
      }
      case 'resized':
        this.#frames.flush();
        this.#o.socket.send({ type: 'resized', offset: piece.offset, cols: piece.cols, rows: piece.rows });
        break;
      case 'exit':
        this.#frames.flush();
        this.#o.socket.send({ type: 'exit', offset: piece.offset, code: piece.exit.code, signal: piece.exit.signal });
        this.#finish(null);
        return;
    }
    if (this.#reached()) this.#finish(null);
  }

  #reached(): boolean {
    return this.#o.to !== null && this.#position >= this.#o.to;
  }

  #finish(error: Error | null): void {
    if (this.#state.kind === 'done') return;
    this.#frames.flush();
    this.close();
    this.#o.onDone(error);
  }

  #behind(end: number): void {
    this.#end = Math.max(this.#end, end);
    if (this.#o.picture === null || this.#asked || this.#state.kind !== 'streaming') return;
    if (this.#end - this.#position <= SKIP_BEHIND) return;
    this.#state.stream.close();
    this.#state = { kind: 'behind' };
    this.#skipWhenReady();
  }

  /** A viewer that takes nothing (hidden, stuck) gets nothing, and costs nothing, until it has taken half of what it was sent. */
  #skipWhenReady(): void {
    const half = Math.min(this.#o.credit, MOST_CREDIT) / 2;
    if (this.#state.kind !== 'behind' || this.#credit < half || this.#pause !== null) return;
    const wait = this.#skippedAt + SKIP_PAUSE_MS - performance.now();
    if (wait > 0) {
      this.#pause = setTimeout(() => {
        this.#pause = null;
        this.#skipWhenReady();
      }, wait);
      return;
    }
    this.#state = { kind: 'skipping' };
    this.#skip().catch((error: unknown) => this.#finish(error instanceof Error ? error : new Error(String(error))));
  }

  async #skip(): Promise<void> {
    const { picture, source, socket } = this.#o;
    if (picture === null) return;
    this.#asked = true;
    this.#late = setTimeout(() => this.#stream(), LATE_MS);
    const snapshot = await picture(await source.currentEnd());
    this.#asked = false;
    clearTimeout(this.#late);
    if (this.#state.kind === 'done') return;
    this.#skippedAt = performance.now();
    // A viewer that went on may have come further by itself, and a snapshot in the middle of a very long sequence can stand before what
    // it has: then the raw bytes go on.
    if (snapshot.offset > this.#position) {
      if (this.#state.kind === 'streaming') this.#state.stream.close();
      this.#state = { kind: 'skipping' };
      this.#frames.flush();
      socket.send({ type: 'gap', from: this.#position, to: snapshot.offset, reason: 'skipped' });
      socket.send({ type: 'snapshot', ...snapshot });
      this.#position = snapshot.offset;
    }
    if (this.#state.kind !== 'streaming') this.#stream();
  }
}
