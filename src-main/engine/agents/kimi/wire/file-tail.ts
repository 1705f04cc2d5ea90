import { type FileHandle, open } from 'node:fs/promises';
import { LineSplitter } from './lines.ts';

const CHUNK = 64 * 1024;

/** What a file that only grows tells its reader. */
export interface TailListener {
  line(text: string): void;
  tooLong(): void;
  /** The file became shorter or is another one: everything said before is void. */
  restarted(): void;
}

/** Reads what was appended to one file since the last time, and nothing twice. A missing file is an empty one. */
export class FileTail {
  readonly #file: string;
  readonly #listener: TailListener;
  #splitter: LineSplitter;
  #offset = 0;
  #inode = 0;

  constructor(file: string, listener: TailListener) {
    this.#file = file;
    this.#listener = listener;
    this.#splitter = new LineSplitter(listener);
  }

  /** Reads to the end as it is now. Calls must not overlap. True when there was something new. */
  async read(): Promise<boolean> {
    let handle: FileHandle;
    try {
      handle = await open(this.#file, 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
    try {
      const { size, ino } = await handle.stat();
      if (size < this.#offset || (this.#inode !== 0 && ino !== this.#inode)) this.#restart();
      this.#inode = ino;
      if (size === this.#offset) return false;
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size - this.#offset));
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.#offset);
        if (bytesRead === 0) return true;
        this.#offset += bytesRead;
        this.#splitter.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  #restart(): void {
    this.#offset = 0;
    this.#splitter = new LineSplitter(this.#listener);
    this.#listener.restarted();
  }
}
