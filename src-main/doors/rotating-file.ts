import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';

export interface RotatingFileOptions {
  readonly path: string;
  /** A file that would grow beyond this is put aside first. */
  readonly maxBytes: number;
  /** Files in all: `<path>`, `<path>.1` (the newest put aside), and so on. */
  readonly files: number;
  /** Told once when writing begins to fail; lines are dropped until it works again. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * A file that is put aside when it is full. Each write is one or more whole lines and goes into one file. (winston's own file
 * transport loses lines when it changes files under load.)
 */
export class RotatingFile extends Writable {
  private readonly options: RotatingFileOptions;
  private file: FileHandle | null = null;
  private size = 0;

  private failing = false;

  private constructor(options: RotatingFileOptions) {
    super({ decodeStrings: true });
    this.options = options;
  }

  /** Opens the file, or makes it (0600). @throws NodeJS.ErrnoException */
  static async open(options: RotatingFileOptions): Promise<RotatingFile> {
    const file = new RotatingFile(options);
    await file.openFile();
    return file;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.append(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    // One at a time, so that a burst is split over files like anything else.
    const all = async () => {
      for (const { chunk } of chunks) await this.append(chunk);
    };
    all().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    (this.file?.close() ?? Promise.resolve()).then(
      () => done(error),
      (closing: Error) => done(error ?? closing),
    );
    this.file = null;
  }

  private async append(chunk: Buffer): Promise<void> {
    try {
      if (this.size > 0 && this.size + chunk.length > this.options.maxBytes) await this.putAside();
      const file = this.file ?? (await this.openFile());
      await file.appendFile(chunk);
      this.size += chunk.length;
      this.failing = false;
    } catch (error) {
      // A full disk, most likely. What is logged is worth less than what goes on running, so it waits for better times.
      if (!this.failing) this.options.onProblem(error);
      this.failing = true;
    }
  }

  private async openFile(): Promise<FileHandle> {
    this.file = await open(this.options.path, 'a', 0o600);
    this.size = (await this.file.stat()).size;
    return this.file;
  }

  private async putAside(): Promise<void> {
    const { path, files } = this.options;
    await this.file?.close();
    this.file = null;
    await rm(`${path}.${files - 1}`, { force: true });
    for (let n = files - 2; n >= 0; n--) {
      try {
        await rename(n === 0 ? path : `${path}.${n}`, `${path}.${n + 1}`);
      } catch (error) {
        // There were not that many yet.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
    }
  }
}
