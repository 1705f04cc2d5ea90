import { SpoolCursor } from './spool/cursor.ts';
import type { SpoolWriter } from './spool/writer.ts';
import type { ExitRecord, Piece } from './types.ts';

/** Followers that have no credit are told this often where the child is, at most. */
const BEHIND_EVERY_MS = 25;
/** Disk is read in pieces of this size: large enough for speed, small enough that many followers fit into memory. */
const READ_BYTES = 256 * 1024;
/** So much is read from the disk before its reader takes its turn behind whoever types: a picture of a screen, and its history. */
const AT_ONCE_BYTES = 2 * 1024 * 1024;
/** More credit than this at once is of no use, and keeps a miscounting client from running up a number. */
const MOST_CREDIT = 64 * 1024 * 1024;

/** Where a follower's pieces go. */
export interface FollowerOutput {
  /** True while the connection has more waiting than it should; `resume` is called when it has not. */
  readonly congested: boolean;
  /** Somebody looks at it, so that a flood need not be faster than it is taken; the mirror comes after, by itself. */
  readonly looked: boolean;
  piece(piece: Piece): void;
  behind(end: number): void;
  /** The disk failed; the follower is closed. */
  failed(error: unknown): void;
}

/** What a follower reads. */
export interface FollowedChild {
  readonly folder: string;
  readonly spool: SpoolWriter;
  /** Set when the program ended and all its output is known. */
  readonly exit: ExitRecord | undefined;
  /** How long to rest after so many bytes from the disk, ms; 0 while nobody types elsewhere. */
  rest(bytes: number): number;
  /** A follower that somebody looks at has been handed all there is. */
  caughtUp(): void;
}

/**
 * One viewer's place in a child's output. Up to date, it is served from memory, before the disk; behind, from the disk, as fast as
 * its credit allows, and by turns with somebody who types. It never makes the child wait.
 */
export class Follower {
  readonly #child: FollowedChild;
  readonly #out: FollowerOutput;
  #position: number;
  #credit: number;
  #lastSizeNo = -1;
  #cursor: SpoolCursor | null = null;
  /** Read from the disk and not yet sent. */
  #ready: Piece[] = [];
  #reading = false;
  /** From the disk since it was up to date last. */
  #fromDisk = 0;
  #rest: NodeJS.Timeout | null = null;
  #behindTimer: NodeJS.Timeout | null = null;
  #behindTold = 0;
  #state: 'open' | 'ended' | 'closed' = 'open';

  constructor(child: FollowedChild, out: FollowerOutput, from: number, credit: number) {
    this.#child = child;
    this.#out = out;
    this.#position = Math.min(from, child.spool.end);
    this.#credit = Math.min(credit, MOST_CREDIT);
    this.#takeSizeHere();
    this.pump();
  }

  /** The child wrote `bytes` at `offset`. */
  appended(offset: number, bytes: Buffer): void {
    const { spool } = this.#child;
    const upToDate = this.#position === offset && !this.#reading && this.#ready.length === 0 && this.#cursor === null;
    if (upToDate && this.#credit >= bytes.length && !this.#out.congested && (spool.size?.no ?? -1) <= this.#lastSizeNo) {
      this.#sendData(offset, bytes);
    } else this.pump();
  }

  grant(bytes: number): void {
    this.#credit = Math.min(this.#credit + bytes, MOST_CREDIT);
    this.pump();
  }

  /** Whether somebody who looks was not handed all the output yet. */
  get behind(): boolean {
    return this.#out.looked && this.#state === 'open' && this.#position < this.#child.spool.end;
  }

  /** Goes forward to `offset`, at most to the end; never back. */
  skipTo(offset: number): void {
    const to = Math.min(offset, this.#child.spool.end);
    if (this.#state !== 'open' || to <= this.#position) return;
    this.#send({ kind: 'gap', from: this.#position, to, reason: 'skipped' });
    this.#position = to;
    this.#ready = [];
    this.#closeCursor();
    this.#takeSizeHere();
    this.pump();
  }

  close(): void {
    this.#state = 'closed';
    this.#ready = [];
    for (const timer of [this.#behindTimer, this.#rest]) if (timer !== null) clearTimeout(timer);
    this.#closeCursor();
  }

  /** Sends what can be sent. Called whenever there may be more output, credit, or room in the connection. */
  pump(): void {
    while (this.#state === 'open' && !this.#reading && this.#step());
    if (this.#out.looked && !this.behind) this.#child.caughtUp();
  }

  /** @returns whether something was sent and there may be more */
  #step(): boolean {
    const { spool } = this.#child;
    if (this.#out.congested) return false;
    const ready = this.#ready[0];
    if (ready !== undefined) return this.#sendReady(ready);
    if (this.#position < spool.written) {
      if (this.#credit <= 0) return this.#tellBehind();
      if (this.#rest === null) this.#readDisk();
      return false;
    }
    this.#fromDisk = 0;
    this.#closeCursor();
    const atHead = spool.sizeAtHead;
    if (atHead !== null && atHead.no > this.#lastSizeNo) return this.#sendSize(atHead);
    const next = spool.inMemory(this.#position, this.#lastSizeNo);
    if (next === null) return this.#sendExit();
    if (next.kind === 'lost') {
      this.#send({ kind: 'gap', from: this.#position, to: next.to, reason: 'disk-full' });
      this.#position = next.to;
      return true;
    }
    if (next.kind === 'size') return this.#sendSize(next);
    if (this.#credit <= 0) return this.#tellBehind();
    this.#sendData(this.#position, next.bytes.length > this.#credit ? next.bytes.subarray(0, this.#credit) : next.bytes);
    return true;
  }

  #sendReady(piece: Piece): boolean {
    switch (piece.kind) {
      case 'data':
        if (this.#credit <= 0) return this.#tellBehind();
        if (piece.bytes.length > this.#credit) {
          const rest = { ...piece, offset: piece.offset + this.#credit, bytes: piece.bytes.subarray(this.#credit) };
          this.#ready[0] = rest;
          this.#sendData(piece.offset, piece.bytes.subarray(0, this.#credit));
          return true;
        }
        this.#ready.shift();
        this.#sendData(piece.offset, piece.bytes);
        return true;
      case 'gap':
        this.#position = piece.to;
        break;
      case 'resized':
      case 'exit':
        break;
    }
    this.#ready.shift();
    this.#send(piece);
    return true;
  }

  #sendData(offset: number, bytes: Uint8Array): void {
    this.#send({ kind: 'data', offset, bytes });
    this.#position = offset + bytes.length;
    this.#credit -= bytes.length;
  }

  #sendSize(size: { readonly cols: number; readonly rows: number; readonly no: number }): boolean {
    this.#lastSizeNo = size.no;
    this.#send({ kind: 'resized', offset: this.#position, cols: size.cols, rows: size.rows });
    return true;
  }

  #sendExit(): boolean {
    const { exit } = this.#child;
    if (exit === undefined) return false;
    this.#state = 'ended';
    this.#send({ kind: 'exit', offset: this.#position, exit });
    return false;
  }

  #send(piece: Piece): void {
    this.#out.piece(piece);
  }

  /** In memory, the size in effect where the follower begins may be older than all that is there; on disk the cursor knows. */
  #takeSizeHere(): void {
    const { spool } = this.#child;
    if (this.#position < spool.written) return;
    const size = spool.sizeAt(this.#position);
    if (size !== null && size.no > this.#lastSizeNo) this.#sendSize(size);
  }

  #tellBehind(): false {
    if (this.#behindTimer !== null) return false;
    const tell = (): void => {
      this.#behindTimer = null;
      this.#behindTold = performance.now();
      this.#out.behind(this.#child.spool.end);
    };
    const wait = this.#behindTold + BEHIND_EVERY_MS - performance.now();
    if (wait <= 0) tell();
    else this.#behindTimer = setTimeout(tell, wait);
    return false;
  }

  #readDisk(): void {
    this.#reading = true;
    const cursor = this.#cursor ?? new SpoolCursor(this.#child.folder, this.#position, this.#lastSizeNo);
    this.#cursor = cursor;
    cursor.read(this.#child.spool.written, Math.min(this.#credit, READ_BYTES)).then(
      (pieces) => {
        this.#reading = false;
        // Skipped or closed meanwhile: what was read is not wanted any more.
        if (this.#cursor === cursor) {
          this.#ready = pieces;
          this.#lastSizeNo = cursor.lastSizeNo;
          this.#takeTurns(pieces);
        }
        this.pump();
      },
      (error: unknown) => {
        this.#reading = false;
        if (this.#cursor !== cursor) return this.pump();
        this.close();
        this.#out.failed(error);
      },
    );
  }

  /** Puts the next reading off while somebody types elsewhere. */
  #takeTurns(pieces: readonly Piece[]): void {
    const bytes = pieces.reduce((sum, piece) => sum + (piece.kind === 'data' ? piece.bytes.length : 0), 0);
    this.#fromDisk += bytes;
    const rest = this.#fromDisk > AT_ONCE_BYTES ? this.#child.rest(bytes) : 0;
    if (rest === 0) return;
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.pump();
    }, rest);
  }

  #closeCursor(): void {
    const cursor = this.#cursor;
    this.#cursor = null;
    cursor?.close().catch((error: unknown) => this.#out.failed(error));
  }
}
