/** Output on its way to the disk, or a new size of the terminal between two pieces of output. */
export type QueueEntry =
  | { readonly kind: 'data'; readonly offset: number; readonly bytes: Buffer; readonly time: number }
  | {
      readonly kind: 'size';
      readonly offset: number;
      readonly cols: number;
      readonly rows: number;
      readonly time: number;
      readonly no: number;
    };

export type SizeEntry = Extract<QueueEntry, { kind: 'size' }>;

/** Taken entries are dropped from the array once there are this many of them, and make up half of it. */
const COMPACT_AT = 1024;

/** What a child said and the disk has not yet taken, in order; readers that are up to date are served from here. */
export class SpoolQueue {
  #entries: QueueEntry[] = [];
  #head = 0;
  #bytes = 0;

  /** Bytes of output. */
  get bytes(): number {
    return this.#bytes;
  }

  get empty(): boolean {
    return this.#head === this.#entries.length;
  }

  push(entry: QueueEntry): void {
    this.#entries.push(entry);
    if (entry.kind === 'data') this.#bytes += entry.bytes.length;
  }

  /** The oldest entries, about `maxBytes` of output and at most `maxEntries`; they stay. */
  oldest(maxBytes: number, maxEntries: number): readonly QueueEntry[] {
    let bytes = 0;
    let end = this.#head;
    while (end < this.#entries.length && end - this.#head < maxEntries && bytes < maxBytes) {
      const entry = this.#entries[end];
      if (entry?.kind === 'data') bytes += entry.bytes.length;
      end += 1;
    }
    return this.#entries.slice(this.#head, end);
  }

  /** Takes the oldest entry out. */
  shift(): QueueEntry | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#head += 1;
    if (entry.kind === 'data') this.#bytes -= entry.bytes.length;
    if (this.empty) {
      this.#entries = [];
      this.#head = 0;
    } else if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** The newest size that is in effect at an offset; null when none of those here is. */
  sizeAt(offset: number): SizeEntry | null {
    let found: SizeEntry | null = null;
    for (let i = this.#head; i < this.#entries.length; i += 1) {
      const entry = this.#entries[i];
      if (entry === undefined || entry.offset > offset) break;
      if (entry.kind === 'size') found = entry;
    }
    return found;
  }

  /** What a reader at `offset`, who knows sizes up to number `lastSizeNo`, gets next; null when it has everything. */
  at(offset: number, lastSizeNo: number): QueueEntry | null {
    let low = this.#head;
    let high = this.#entries.length;
    // First entry that begins at or after the offset; the one before it may reach over it.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.offset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const before = low > this.#head ? this.#entries[low - 1] : undefined;
    if (before?.kind === 'data' && before.offset + before.bytes.length > offset) {
      return { ...before, offset, bytes: before.bytes.subarray(offset - before.offset) };
    }
    for (let i = low; i < this.#entries.length; i += 1) {
      const entry = this.#entries[i];
      if (entry !== undefined && (entry.kind === 'data' || entry.no > lastSizeNo)) return entry;
    }
    return null;
  }
}
