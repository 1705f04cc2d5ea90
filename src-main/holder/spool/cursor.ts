import { readdir } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Piece } from '../types.ts';
import { type IndexRecord, segmentStarts } from './format.ts';
import { SegmentFile } from './segment-file.ts';

type WriteRecord = Extract<IndexRecord, { kind: 'write' }>;
type ResizeRecord = Extract<IndexRecord, { kind: 'resize' }>;

/** Writes that lie one after the other are read and handed out together, up to this many bytes. */
const READ_AT_ONCE = 256 * 1024;

/**
 * Reads a spool on disk in order from an offset on, while it may still be written. Each byte is either handed out, checked
 * against its checksum, or named by a gap piece; none comes twice.
 */
export class SpoolCursor {
  readonly #folder: string;
  #position: number;
  #segment: SegmentFile | null = null;
  #pending: IndexRecord | null = null;
  /** The size in effect, not yet handed out, because nothing from `from` on has been. */
  #size: ResizeRecord | null = null;
  #lastSizeNo: number;
  #closed = false;

  /** @param lastSizeNo number of the newest size that the reader knows already; -1: none */
  constructor(folder: string, from: number, lastSizeNo = -1) {
    this.#folder = folder;
    this.#position = from;
    this.#lastSizeNo = lastSizeNo;
  }

  /** Offset of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** Number of the newest size handed out. */
  get lastSizeNo(): number {
    return this.#lastSizeNo;
  }

  /**
   * The next pieces, about `maxBytes` of data, none past `limit`; empty when the position is there. `limit` is an offset up to which
   * everything has been written, or will never be: what the index does not vouch for below it is named as damaged.
   * @throws NodeJS.ErrnoException when the folder cannot be read
   */
  async read(limit: number, maxBytes = READ_AT_ONCE): Promise<Piece[]> {
    const pieces: Piece[] = [];
    let budget = maxBytes;
    while (budget > 0 && this.#position < limit && !this.#closed) {
      const record = await this.#next(limit, pieces);
      if (record === null) {
        this.#gap(pieces, limit, 'damaged');
        break;
      }
      const startsAt = record.kind === 'gap' ? record.from : record.offset;
      if (startsAt >= limit) {
        this.#pending = record;
        this.#gap(pieces, limit, 'damaged');
        break;
      }
      switch (record.kind) {
        case 'resize':
          this.#takeSize(pieces, record);
          break;
        case 'gap':
          if (record.to <= this.#position) break;
          this.#gap(pieces, record.from, 'damaged');
          this.#gap(pieces, Math.min(record.to, limit), record.reason);
          break;
        case 'write':
          if (record.offset + record.length <= this.#position) break;
          budget -= await this.#takeWrites(pieces, record, limit, budget);
          break;
      }
    }
    return pieces;
  }

  /** Sizes at the very end of an ended spool, which no byte follows. */
  async readTrailingSizes(): Promise<Piece[]> {
    const pieces: Piece[] = [];
    // A segment may begin at the end, with nothing but a size in it.
    const limit = this.#position + 1;
    for (let record = await this.#next(limit, pieces); record !== null; record = await this.#next(limit, pieces)) {
      if (record.kind === 'resize') this.#takeSize(pieces, record);
    }
    this.#flushSize(pieces);
    return pieces;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const segment = this.#segment;
    this.#segment = null;
    await segment?.close();
  }

  /** The next record, going on to the next segment at the end of one; null when there is no more. */
  async #next(limit: number, pieces: Piece[]): Promise<IndexRecord | null> {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) return pending;
    while (!this.#closed) {
      const record = await this.#segment?.nextRecord();
      if (record !== undefined && record !== null) return record;
      if (!(await this.#openNext(limit, pieces))) return null;
    }
    return null;
  }

  async #openNext(limit: number, pieces: Piece[]): Promise<boolean> {
    const starts = segmentStarts(await readdir(this.#folder));
    const first = starts[0];
    if (first !== undefined && first > this.#position) this.#gap(pieces, Math.min(first, limit), 'expired');
    const current = this.#segment;
    // At the beginning: the last segment that starts at or before the position. After that: simply the next one.
    const next =
      current === null ? (starts.findLast((start) => start <= this.#position) ?? first) : starts.find((start) => start > current.start);
    if (next === undefined || next >= limit) return false;
    this.#segment = null;
    await current?.close();
    const opened = await SegmentFile.open(this.#folder, next);
    if (this.#closed) await opened.close();
    else this.#segment = opened;
    return !this.#closed;
  }

  #takeSize(pieces: Piece[], record: ResizeRecord): void {
    if (record.no <= this.#lastSizeNo || record.no <= (this.#size?.no ?? -1)) return;
    this.#gap(pieces, record.offset, 'damaged');
    // Sizes from before the position only say which one is in effect there; at the position each of them counts.
    if (record.offset === this.#position) this.#flushSize(pieces);
    this.#size = record;
  }

  #flushSize(pieces: Piece[]): void {
    const size = this.#size;
    if (size === null) return;
    this.#size = null;
    this.#lastSizeNo = size.no;
    pieces.push({ kind: 'resized', offset: Math.max(size.offset, this.#position), cols: size.cols, rows: size.rows });
  }

  #gap(pieces: Piece[], to: number, reason: 'damaged' | 'expired' | 'disk-full' | 'skipped'): void {
    if (to <= this.#position) return;
    const last = pieces.at(-1);
    if (last?.kind === 'gap' && last.reason === reason && last.to === this.#position && this.#size === null) {
      pieces[pieces.length - 1] = { ...last, to };
    } else {
      this.#flushSize(pieces);
      pieces.push({ kind: 'gap', from: this.#position, to, reason });
    }
    this.#position = to;
  }

  /** Hands out a write and those that directly follow it. @returns bytes handed out, or missing */
  async #takeWrites(pieces: Piece[], first: WriteRecord, limit: number, budget: number): Promise<number> {
    const run: WriteRecord[] = [first];
    let end = first.offset + first.length;
    while (end - first.offset < Math.min(budget, READ_AT_ONCE) && end < limit) {
      const record = (await this.#segment?.nextRecord()) ?? null;
      if (record?.kind === 'write' && record.offset === end) {
        run.push(record);
        end += record.length;
        continue;
      }
      this.#pending = record;
      break;
    }
    const bytes = (await this.#segment?.read(first.offset, end - first.offset)) ?? Buffer.alloc(0);
    const before = this.#position;
    // Sound blocks that lie side by side go out as one piece.
    let soundFrom = first.offset;
    for (const record of run) {
      const at = record.offset - first.offset;
      const block = bytes.subarray(at, at + record.length);
      if (block.length === record.length && crc32(block) === record.crc) continue;
      this.#data(pieces, first.offset, bytes, soundFrom, Math.min(record.offset, limit));
      soundFrom = record.offset + record.length;
      this.#gap(pieces, Math.min(soundFrom, limit), 'damaged');
    }
    this.#data(pieces, first.offset, bytes, soundFrom, Math.min(end, limit));
    return this.#position - before;
  }

  /** Hands out [from, to) of `bytes`, which begin at `base`, less what has been handed out already. */
  #data(pieces: Piece[], base: number, bytes: Buffer, from: number, to: number): void {
    const start = Math.max(from, this.#position);
    if (to <= start) return;
    this.#gap(pieces, start, 'damaged');
    this.#flushSize(pieces);
    pieces.push({ kind: 'data', offset: start, bytes: bytes.subarray(start - base, to - base) });
    this.#position = to;
  }
}
