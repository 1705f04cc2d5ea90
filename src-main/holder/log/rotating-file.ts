import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { errorCode } from '../file-errors.ts';
import { asideName, keepBudget, LOG_BUDGET_BYTES, LOG_FILE_BYTES } from './log-files.ts';

export interface RotatingFileOptions {
  /** `<folder>/<writer>.log` */
  readonly path: string;
  /** A file that would grow beyond this is put aside first (default 5 MiB). */
  readonly maxBytes?: number;
  /** What all files of the folder may take (default 100 MB). */
  readonly budgetBytes?: number;
  /** Told once when writing begins to fail; lines are dropped until it works again. */
  readonly onProblem: (error: unknown) => void;
}

interface OpenFile {
  readonly file: FileHandle;
  readonly size: number;
}

/** Most that is written at once: a burst takes few writes, and another process's lines come in between. */
const BATCH_BYTES = 1024 * 1024;
const NEWLINE = Buffer.from('\n');

/**
 * A file that is put aside, under a name of its own, when it is full. Each write is one or more whole lines and goes into one file.
 * Several processes may write the same one: lines are appended whole, a file that another process put aside is left with the next
 * write, and nothing is renamed over anything. (winston's own file transport loses lines when it changes files under load.)
 */
export class RotatingFile extends Writable {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #budgetBytes: number;
  readonly #onProblem: (error: unknown) => void;
  #file: FileHandle | null = null;
  #ino = 0n;
  #failing = false;
  /** A line was cut short by a write that failed: the next one does not continue it. */
  #torn = false;

  private constructor({ path, maxBytes = LOG_FILE_BYTES, budgetBytes = LOG_BUDGET_BYTES, onProblem }: RotatingFileOptions) {
    super({ decodeStrings: true });
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#budgetBytes = budgetBytes;
    this.#onProblem = onProblem;
  }

  /** Opens the file, or makes it (0600), and sees to it that all files together keep to the budget. @throws NodeJS.ErrnoException */
  static async open(options: RotatingFileOptions): Promise<RotatingFile> {
    const file = new RotatingFile(options);
    await file.#openFile();
    await file.#keepBudget();
    return file;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#append(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const all = async () => {
      for (const batch of batches(chunks, Math.min(BATCH_BYTES, this.#maxBytes))) await this.#append(batch);
    };
    all().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#leave().then(
      () => done(error),
      (closing: Error) => done(error ?? closing),
    );
  }

  async #append(bytes: Buffer): Promise<void> {
    try {
      const file = await this.#fileWithRoomFor(bytes.length);
      const whole = this.#torn ? Buffer.concat([NEWLINE, bytes]) : bytes;
      this.#torn = true;
      for (let at = 0; at < whole.length; ) at += (await file.write(whole, at)).bytesWritten;
      this.#torn = false;
      this.#failing = false;
    } catch (error) {
      // A full disk, most likely. What is logged is worth less than what goes on running, so it waits for better times.
      if (!this.#failing) this.#onProblem(error);
      this.#failing = true;
    }
  }

  async #fileWithRoomFor(length: number): Promise<FileHandle> {
    const { file, size } = await this.#current();
    if (size === 0 || size + length <= this.#maxBytes) return file;
    await this.#putAside();
    await this.#leave();
    const next = await this.#openFile();
    await this.#keepBudget();
    return next.file;
  }

  /** The file at the path, which may be another one than we wrote last, and the bytes in it, other processes' too. */
  async #current(): Promise<OpenFile> {
    if (this.#file === null) return this.#openFile();
    try {
      const { ino, size } = await stat(this.#path, { bigint: true });
      if (ino === this.#ino) return { file: this.#file, size: Number(size) };
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    await this.#leave();
    return this.#openFile();
  }

  async #putAside(): Promise<void> {
    try {
      await rename(this.#path, asideName(this.#path));
    } catch (error) {
      // Another process did it in this moment.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }

  async #leave(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  async #openFile(): Promise<OpenFile> {
    const file = await open(this.#path, 'a', 0o600);
    this.#file = file;
    const { ino, size } = await file.stat({ bigint: true });
    this.#ino = ino;
    return { file, size: Number(size) };
  }

  async #keepBudget(): Promise<void> {
    try {
      await keepBudget(dirname(this.#path), this.#budgetBytes, this.#maxBytes);
    } catch (error) {
      // What is old stays a while longer; what is said now is written all the same.
      this.#onProblem(error);
    }
  }
}

/** Whole lines together, as few pieces as `most` bytes allow; a longer line is a piece of its own. */
function* batches(chunks: readonly { readonly chunk: Buffer }[], most: number): Generator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for (const { chunk } of chunks) {
    if (length > 0 && length + chunk.length > most) {
      yield Buffer.concat(waiting);
      waiting = [];
      length = 0;
    }
    waiting.push(chunk);
    length += chunk.length;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
