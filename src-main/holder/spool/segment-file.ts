import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../file-errors.ts';
import { decodeRecord, type IndexRecord, indexName, RECORD_BYTES, segmentName } from './format.ts';

/** Records read at once: 64 KiB of index. */
const RECORDS_AT_ONCE = 2048;

/** Far more than a writer puts into one record; keeps a foreign file from making us reserve gigabytes. */
const LONGEST_WRITE = 16 * 1024 * 1024;

/** One segment and its index, open for reading. Either file may be missing: then there is simply nothing in it. */
export class SegmentFile {
  readonly start: number;
  readonly #bytes: FileHandle | null;
  readonly #index: FileHandle | null;
  #buffer = Buffer.alloc(0);
  #bufferAt = 0;
  /** Position in the index of the first byte of the buffer. */
  #indexPosition = 0;

  private constructor(start: number, bytes: FileHandle | null, index: FileHandle | null) {
    this.start = start;
    this.#bytes = bytes;
    this.#index = index;
  }

  /** @throws NodeJS.ErrnoException for anything but a missing file */
  static async open(folder: string, start: number): Promise<SegmentFile> {
    const bytes = await openIfThere(join(folder, segmentName(start)));
    try {
      return new SegmentFile(start, bytes, await openIfThere(join(folder, indexName(start))));
    } catch (error) {
      await bytes?.close();
      throw error;
    }
  }

  /** The next sound record of the index; null at its present end. Damaged ones are passed over: what they spoke of shows as missing. */
  async nextRecord(): Promise<IndexRecord | null> {
    while (true) {
      if (this.#bufferAt + RECORD_BYTES > this.#buffer.length && !(await this.#fill())) return null;
      const record = decodeRecord(this.#buffer, this.#bufferAt);
      this.#bufferAt += RECORD_BYTES;
      if (record !== null && this.#plausible(record)) return record;
    }
  }

  /** An index that lies beside another segment's bytes has sound records that are not about them. */
  #plausible(record: IndexRecord): boolean {
    return record.kind !== 'write' || (record.offset >= this.start && record.length <= LONGEST_WRITE);
  }

  async #fill(): Promise<boolean> {
    this.#indexPosition += this.#bufferAt;
    this.#bufferAt = 0;
    const room = Buffer.allocUnsafe(RECORDS_AT_ONCE * RECORD_BYTES);
    const { bytesRead } = (await this.#index?.read(room, 0, room.length, this.#indexPosition)) ?? { bytesRead: 0 };
    this.#buffer = room.subarray(0, bytesRead);
    return bytesRead >= RECORD_BYTES;
  }

  /** Bytes of output from `offset` on; fewer than `length` when the file was cut short. */
  async read(offset: number, length: number): Promise<Buffer> {
    const room = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = (await this.#bytes?.read(room, filled, length - filled, offset - this.start + filled)) ?? { bytesRead: 0 };
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return room.subarray(0, filled);
  }

  /** Offset just past the last byte in the file. */
  async end(): Promise<number> {
    return this.start + ((await this.#bytes?.stat())?.size ?? 0);
  }

  async close(): Promise<void> {
    await Promise.all([this.#bytes?.close(), this.#index?.close()]);
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
