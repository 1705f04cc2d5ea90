import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { encodeRecord, type IndexRecord, indexName, RECORD_BYTES, segmentName } from './format.ts';
import type { QueueEntry } from './queue.ts';

/** Output that one index record vouches for, at most (a single larger read apart): a damaged byte costs no more than this. */
const RECORD_COVERS = 64 * 1024;

/**
 * One segment being written. Every write goes to a fixed position and counts only when its index records are written too, so one that
 * failed half-way is simply done again.
 */
export class SegmentWriter {
  readonly start: number;
  readonly #folder: string;
  readonly #bytes: FileHandle;
  readonly #index: FileHandle;
  #header: readonly IndexRecord[];
  #size = 0;
  #indexSize = 0;

  private constructor(folder: string, start: number, header: readonly IndexRecord[], bytes: FileHandle, index: FileHandle) {
    this.#folder = folder;
    this.start = start;
    this.#header = header;
    this.#bytes = bytes;
    this.#index = index;
  }

  /** @param header records that go before all others, with the first write. @throws NodeJS.ErrnoException */
  static async create(folder: string, start: number, header: readonly IndexRecord[]): Promise<SegmentWriter> {
    const bytes = await open(join(folder, segmentName(start)), 'w', 0o600);
    try {
      return new SegmentWriter(folder, start, header, bytes, await open(join(folder, indexName(start)), 'w', 0o600));
    } catch (error) {
      await bytes.close();
      await removeSegment(folder, start);
      throw error;
    }
  }

  /** Bytes of output written and vouched for. */
  get size(): number {
    return this.#size;
  }

  get indexSize(): number {
    return this.#indexSize;
  }

  /** Writes entries that follow what is there. @throws NodeJS.ErrnoException; nothing counts as written then */
  async write(entries: readonly QueueEntry[]): Promise<void> {
    const buffers = entries.flatMap((entry) => (entry.kind === 'data' ? [entry.bytes] : []));
    const records = [...this.#header, ...recordsOf(entries)];
    const index = Buffer.allocUnsafe(records.length * RECORD_BYTES);
    records.forEach((record, i) => {
      encodeRecord(record, index, i * RECORD_BYTES);
    });
    const written = await writeAll(this.#bytes, buffers, this.#size);
    try {
      await writeAll(this.#index, [index], this.#indexSize);
    } catch (error) {
      // Records that did get written would vouch for bytes that may be given up, or be recorded otherwise, next time.
      await this.#index.truncate(this.#indexSize);
      throw error;
    }
    this.#size += written;
    this.#indexSize += index.length;
    this.#header = [];
  }

  /** Makes what was written outlive a loss of power. @throws NodeJS.ErrnoException */
  async sync(): Promise<void> {
    await Promise.all([this.#bytes.datasync(), this.#index.datasync()]);
  }

  /** Closes the files; a segment in which nothing counts is removed. */
  async close(): Promise<void> {
    await Promise.all([this.#bytes.close(), this.#index.close()]);
    if (this.#indexSize === 0) await removeSegment(this.#folder, this.start);
  }
}

/** Removes a segment: its bytes first, since an index alone only says what is missing. @throws NodeJS.ErrnoException */
export async function removeSegment(folder: string, start: number): Promise<void> {
  await rm(join(folder, segmentName(start)), { force: true });
  await rm(join(folder, indexName(start)), { force: true });
}

type WriteRecord = Extract<IndexRecord, { kind: 'write' }>;

function recordsOf(entries: readonly QueueEntry[]): IndexRecord[] {
  const records: IndexRecord[] = [];
  let run = null as WriteRecord | null;
  for (const entry of entries) {
    if (entry.kind === 'size') {
      if (run !== null) records.push(run);
      run = null;
      records.push({ ...entry, kind: 'resize' });
    } else if (run !== null && run.length < RECORD_COVERS) {
      run = { ...run, length: run.length + entry.bytes.length, crc: crc32(entry.bytes, run.crc) };
    } else {
      if (run !== null) records.push(run);
      run = { kind: 'write', offset: entry.offset, length: entry.bytes.length, time: entry.time, crc: crc32(entry.bytes) };
    }
  }
  if (run !== null) records.push(run);
  return records;
}

async function writeAll(file: FileHandle, buffers: readonly Buffer[], position: number): Promise<number> {
  let rest = buffers;
  let written = 0;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, position + written);
    written += bytesWritten;
    rest = without(rest, bytesWritten);
  }
  return written;
}

/** What is left of buffers after their first `count` bytes. */
function without(buffers: readonly Buffer[], count: number): readonly Buffer[] {
  let left = count;
  for (const [i, buffer] of buffers.entries()) {
    if (left < buffer.length) return [buffer.subarray(left), ...buffers.slice(i + 1)];
    left -= buffer.length;
  }
  return [];
}
