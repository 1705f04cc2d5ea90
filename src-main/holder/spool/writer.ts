import { mkdir } from 'node:fs/promises';
import type { ExitRecord } from '../types.ts';
import { writeExitFile } from './files.ts';
import type { IndexRecord } from './format.ts';
import { type QueueEntry, type SizeEntry, SpoolQueue } from './queue.ts';
import { removeSegment, SegmentWriter } from './segment-writer.ts';

const MIB = 1024 * 1024;
/** Segments are removed whole, so this is how far the recording can exceed its budget. */
const SEGMENT_BYTES = 4 * MIB;
/** A program that writes byte by byte fills the index, not the segment: 65,536 records, then a new one. */
const INDEX_BYTES = 2 * MIB;
/** One write to the disk: large enough to be efficient, small enough to be done soon. */
const BATCH_BYTES = MIB;
/** Below the system's 1,024 buffers per writev. */
const BATCH_ENTRIES = 512;
/** A child is slowed when so much waits for the disk, and let go on below the half (DESIGN.md, Back-pressure). */
const SLOW_ABOVE = 8 * MIB;
const FAST_BELOW = 4 * MIB;
/** Newest output kept in memory while the disk takes nothing. */
const KEEP_IN_MEMORY = 8 * MIB;
/** Output below this waits for more, at most so long: what a holder that is killed takes along is a blink of an eye. */
const WRITE_AT_ONCE = 64 * 1024;
const GATHER_MS = 5;
/** While the disk takes nothing it is tried again this often. */
const RETRY_MS = 1000;

export interface SpoolWriterOptions {
  readonly folder: string;
  /** Newest output to keep, bytes. */
  readonly keepBytes: number;
  /** Null for a child without a terminal. */
  readonly size: { readonly cols: number; readonly rows: number } | null;
  /** More is on disk than before, or output was given up. */
  readonly onProgress: () => void;
  /** The child must wait (true) or may go on. */
  readonly onSlow: (slow: boolean) => void;
  /** `full` whenever the disk takes nothing, for whatever reason; `ok` when it does again. */
  readonly onDisk: (state: 'full' | 'ok', reason: unknown) => void;
  readonly segmentBytes?: number;
  readonly now?: () => number;
}

interface Finish {
  readonly exit: ExitRecord;
  readonly settle: (outcome: 'durable' | 'full') => void;
}

/**
 * Records one child's output. Appending never waits: what the disk has not taken yet is in memory, one write is under way at a
 * time, and everything that queued up meanwhile goes with the next.
 */
export class SpoolWriter {
  readonly #o: SpoolWriterOptions;
  readonly #segmentBytes: number;
  readonly #now: () => number;
  readonly #queue = new SpoolQueue();
  /** Segments on disk, oldest first; the last one is being written. */
  readonly #segments: { readonly start: number; size: number; indexSize: number }[] = [];
  #segment: SegmentWriter | null = null;
  #end = 0;
  #written = 0;
  /** The newest size, and the one in effect where the queue begins. */
  #size: SizeEntry | null = null;
  #sizeAtHead: SizeEntry | null = null;
  /** Output that was given up because the disk was full and memory is bounded; its record comes with the next write. */
  #gap: { readonly from: number; to: number } | null = null;
  #state: 'ok' | 'full' = 'ok';
  #writing = false;
  #running: Promise<void> = Promise.resolve();
  #slow = false;
  #retry: NodeJS.Timeout | null = null;
  #gather: NodeJS.Timeout | null = null;
  #finish: Finish | null = null;
  #finished = false;
  #closed = false;

  constructor(options: SpoolWriterOptions) {
    this.#o = options;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#now = options.now ?? Date.now;
    if (options.size !== null) this.#size = { kind: 'size', offset: 0, time: this.#now(), no: 0, ...options.size };
    this.#sizeAtHead = this.#size;
  }

  /** Offset just past the newest byte. */
  get end(): number {
    return this.#end;
  }

  /** Everything before this offset is on disk, or was removed from there. */
  get written(): number {
    return this.#gap?.from ?? this.#written;
  }

  get firstAvailable(): number {
    return this.#segments[0]?.start ?? 0;
  }

  /** The exit is on disk, and with it everything. */
  get finished(): boolean {
    return this.#finished;
  }

  /** The newest size; null for a child without a terminal. */
  get size(): SizeEntry | null {
    return this.#size;
  }

  /** The size in effect where memory begins: all sizes before it are on disk. */
  get sizeAtHead(): SizeEntry | null {
    return this.#sizeAtHead;
  }

  /** What a reader at `offset` (at least `written`) gets next from memory; null when it has everything. */
  inMemory(offset: number, lastSizeNo: number): QueueEntry | { readonly kind: 'lost'; readonly to: number } | null {
    if (this.#gap !== null && offset < this.#gap.to) return { kind: 'lost', to: this.#gap.to };
    return this.#queue.at(offset, lastSizeNo);
  }

  /** The size in effect at `offset` (at least `written`); null for a child without a terminal. */
  sizeAt(offset: number): SizeEntry | null {
    return this.#queue.sizeAt(offset) ?? this.#sizeAtHead;
  }

  /** Takes output; the buffer belongs to the spool from now on. @returns its offset */
  append(bytes: Buffer): number {
    const offset = this.#end;
    this.#end += bytes.length;
    this.#push({ kind: 'data', offset, bytes, time: this.#now() });
    return offset;
  }

  /** Marks that the terminal has another size from here on. */
  resize(cols: number, rows: number): SizeEntry {
    const size: SizeEntry = { kind: 'size', offset: this.#end, cols, rows, time: this.#now(), no: (this.#size?.no ?? -1) + 1 };
    this.#size = size;
    this.#push(size);
    return size;
  }

  /**
   * Ends the recording with the child's exit. `durable`: it is all written, and the exit and the newest segment would outlive a loss of
   * power; `full`: the disk takes nothing at the moment, and the rest follows when it does. Nothing may be appended after this.
   */
  finish(exit: ExitRecord): Promise<'durable' | 'full'> {
    return new Promise((settle) => {
      this.#finish = { exit, settle };
      if (this.#state === 'full') settle('full');
      this.#start();
    });
  }

  /** Gives up whatever is not on disk and closes the files. */
  async abandon(): Promise<void> {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    if (this.#gather !== null) clearTimeout(this.#gather);
    await this.#running;
    await this.#closeSegment();
  }

  #push(entry: QueueEntry): void {
    this.#queue.push(entry);
    if (this.#state === 'full' && !this.#writing) this.#giveUpOldest();
    this.#updateSlow();
    this.#start();
  }

  /** Only while the disk works: a full one must not stop the child, for it may stay full for days. */
  #updateSlow(): void {
    const slow = this.#state === 'ok' && this.#queue.bytes > (this.#slow ? FAST_BELOW : SLOW_ABOVE);
    if (slow === this.#slow) return;
    this.#slow = slow;
    this.#o.onSlow(slow);
  }

  /** A little output waits a moment for more: a write for each key press would cost as much as the key press. */
  #start(): void {
    if (this.#writing || this.#closed || this.#retry !== null) return;
    if (this.#finish !== null || this.#queue.bytes >= WRITE_AT_ONCE) this.#startNow();
    else this.#gather ??= setTimeout(() => this.#startNow(), GATHER_MS);
  }

  #startNow(): void {
    if (this.#gather !== null) clearTimeout(this.#gather);
    this.#gather = null;
    this.#writing = true;
    // After this turn of the event loop: viewers get their bytes first, and what arrives in the same turn goes along.
    setImmediate(() => {
      this.#running = this.#run();
    });
  }

  async #run(): Promise<void> {
    try {
      while (!this.#closed && (await this.#step()));
      if (this.#state === 'full') this.#recover();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = false;
    }
    if (!this.#queue.empty || this.#finish !== null) this.#start();
  }

  /** One write, or the end of the recording. @returns whether there may be more to do. @throws NodeJS.ErrnoException */
  async #step(): Promise<boolean> {
    if (this.#queue.empty) {
      if (this.#finish === null) return false;
      await this.#conclude(this.#finish);
      return false;
    }
    const batch = this.#queue.oldest(BATCH_BYTES, BATCH_ENTRIES);
    const segment = await this.#segmentFor(batch[0]?.offset ?? this.#written);
    await segment.write(batch);
    if (this.#state === 'full') this.#recover();
    this.#gap = null;
    for (const _ of batch) this.#drop();
    const entry = this.#segments.at(-1);
    if (entry !== undefined) {
      entry.size = segment.size;
      entry.indexSize = segment.indexSize;
    }
    await this.#removeOld();
    this.#updateSlow();
    this.#o.onProgress();
    return true;
  }

  /** Takes the oldest entry out of the queue, written or given up. */
  #drop(): void {
    const entry = this.#queue.shift();
    if (entry?.kind === 'data') this.#written = entry.offset + entry.bytes.length;
    else if (entry?.kind === 'size') this.#sizeAtHead = entry;
  }

  /** The segment that output from `offset` on goes to. */
  async #segmentFor(offset: number): Promise<SegmentWriter> {
    const current = this.#segment;
    const gap = this.#gap;
    const full = current !== null && (current.size >= this.#segmentBytes || current.indexSize >= INDEX_BYTES);
    if (current !== null && !full && gap === null) return current;
    await this.#closeSegment();
    const header: IndexRecord[] = [];
    if (gap !== null) header.push({ kind: 'gap', ...gap, reason: 'disk-full' });
    if (this.#sizeAtHead !== null) header.push({ ...this.#sizeAtHead, kind: 'resize' });
    await mkdir(this.#o.folder, { recursive: true, mode: 0o700 });
    const segment = await SegmentWriter.create(this.#o.folder, offset, header);
    this.#segment = segment;
    this.#segments.push({ start: offset, size: 0, indexSize: 0 });
    return segment;
  }

  async #closeSegment(): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    if (segment === null) return;
    if (segment.indexSize === 0) this.#segments.pop();
    await segment.close();
  }

  async #conclude(finish: Finish): Promise<void> {
    await this.#segment?.sync();
    await mkdir(this.#o.folder, { recursive: true, mode: 0o700 });
    await writeExitFile(this.#o.folder, finish.exit, false);
    this.#finish = null;
    await this.#closeSegment();
    this.#finished = true;
    finish.settle('durable');
    this.#o.onProgress();
  }

  /** Removes the oldest segments as long as enough is left without them. The index may take as much room again, then it counts. */
  async #removeOld(): Promise<void> {
    const { keepBytes, folder } = this.#o;
    let onDisk = this.#segments.reduce((sum, { size, indexSize }) => sum + size + indexSize, 0);
    while (true) {
      const [oldest, next] = this.#segments;
      if (oldest === undefined || next === undefined) return;
      if (this.#written - next.start < keepBytes && onDisk <= 2 * Math.max(keepBytes, this.#segmentBytes)) return;
      this.#segments.shift();
      onDisk -= oldest.size + oldest.indexSize;
      await removeSegment(folder, oldest.start);
    }
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const first = this.#state === 'ok';
    this.#state = 'full';
    this.#giveUpOldest();
    this.#updateSlow();
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#start();
    }, RETRY_MS);
    if (!first) return;
    this.#o.onDisk('full', error);
    this.#finish?.settle('full');
  }

  #recover(): void {
    this.#state = 'ok';
    this.#o.onDisk('ok', null);
  }

  #giveUpOldest(): void {
    const from = this.#gap?.from ?? this.#written;
    while (this.#queue.bytes > KEEP_IN_MEMORY) this.#drop();
    if (this.#written === from || (this.#gap !== null && this.#gap.to === this.#written)) return;
    this.#gap = { from, to: this.#written };
    this.#o.onProgress();
  }
}
