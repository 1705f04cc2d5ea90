import type { FileHandle } from 'node:fs/promises';
import type { LogLine, LogPlace } from '#shared/contract/index.ts';
import { asBegun, type LogFile, listLogFiles } from '../../holder/log/log-files.ts';
import type { WantedLines } from './filter.ts';
import { linesBackward, type PlacedLine } from './lines-backward.ts';
import { openListed } from './open-listed.ts';
import { parseLine } from './parse-line.ts';

/** What was found, and where to go on in both directions. */
export interface FoundLines {
  /** Oldest first. */
  readonly lines: LogLine[];
  readonly older: LogPlace | null;
  readonly end: LogPlace;
}

export interface ReadOptions {
  readonly wanted: WantedLines;
  /** Most lines; the newest are found. */
  readonly limit: number;
  /** Where an answer before said that older ones begin. */
  readonly before?: LogPlace | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The newest lines of all files together, in the order of their times, whichever file they went to. No file is read further back than it
 * takes to find them. @throws NodeJS.ErrnoException; the signal's reason when it is aborted
 */
export async function readLogs(folder: string, { wanted, limit, before, signal }: ReadOptions): Promise<FoundLines> {
  const sources: Source[] = [];
  const found: LogLine[] = [];
  try {
    await openAll(folder, { wanted, before }, sources);
    const end = Object.fromEntries(sources.map(({ file, end }) => [file.id, end]));
    await Promise.all(sources.map((source) => source.step()));
    while (found.length < limit) {
      signal?.throwIfAborted();
      const newest = newestOf(sources);
      if (newest?.head == null) return { lines: found.reverse(), older: null, end };
      found.push(newest.head);
      await newest.step();
    }
    const older = newestOf(sources) === null ? null : Object.fromEntries(sources.map((source) => [source.file.id, source.unread]));
    return { lines: found.reverse(), older, end };
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

/**
 * Opens the files, until a listing has none that is not open: one that is put aside meanwhile is missing in one listing and found under its next
 * name in another. Left out, its lines would be missing here and be told as new ones to who goes on from the end.
 */
async function openAll(folder: string, { wanted, before }: Pick<ReadOptions, 'wanted' | 'before'>, into: Source[]): Promise<void> {
  for (let left = LISTS; left > 0; left -= 1) {
    const others = (await listLogFiles(folder)).filter(({ id }) => !into.some((source) => source.file.id === id));
    for (const file of others) {
      // What was begun since then has only newer lines.
      const until = before === undefined ? file.bytes : (before[file.id] ?? 0);
      const source = await Source.open(file, until, wanted);
      if (source !== null) into.push(source);
    }
    if (others.length === 0) break;
  }
  into.sort((a, b) => asBegun(a.file, b.file));
}

/** The one whose next line is the newest; of equally new ones the file that was begun later, whose line came later. */
function newestOf(sources: readonly Source[]): Source | null {
  let newest: Source | null = null;
  for (const source of sources) {
    if (source.head !== null && (newest?.head == null || source.head.at >= newest.head.at)) newest = source;
  }
  return newest;
}

/** A file that is read from its end. */
class Source {
  readonly file: LogFile;
  /** Where its last whole line ends, bytes. */
  end = 0;
  /** Everything from here on was given. */
  unread: number;
  /** The newest wanted line that was not given. */
  head: LogLine | null = null;
  readonly #handle: FileHandle;
  readonly #lines: AsyncGenerator<PlacedLine>;
  readonly #wanted: WantedLines;
  #near: number;

  private constructor(file: LogFile, handle: FileHandle, until: number, wanted: WantedLines) {
    this.file = file;
    this.unread = until;
    this.#handle = handle;
    this.#lines = linesBackward(handle, until);
    this.#wanted = wanted;
    this.#near = file.changedAt;
  }

  /** Null for one that is gone. */
  static async open(file: LogFile, until: number, wanted: WantedLines): Promise<Source | null> {
    const handle = await openListed(file);
    if (handle === null) return null;
    const source = new Source(file, handle, until, wanted);
    source.end = await source.#wholeLines(until);
    return source;
  }

  /** Goes on to the next line that is wanted. */
  async step(): Promise<void> {
    if (this.head !== null) this.unread = offsetOf(this.head);
    this.head = null;
    // Files that were left alone since then need no look.
    if (this.file.changedAt < this.#wanted.since) return;
    for (let next = await this.#lines.next(); next.done !== true; next = await this.#lines.next()) {
      const { text, offset } = next.value;
      const matches = this.#wanted.text(text);
      const line = parseLine(text, { id: `${this.file.id}:${offset}`, writer: this.file.writer, near: this.#near });
      this.#near = line.at;
      // Two processes write a file, so a line may be a moment older than the one before it; an hour is no moment.
      if (line.at < this.#wanted.since - ORDER_MS) return;
      if (!matches || !this.#wanted.line(line)) continue;
      this.head = line;
      return;
    }
  }

  async close(): Promise<void> {
    await this.#lines.return(undefined);
    await this.#handle.close();
  }

  /** Bytes up to the end of the last whole line before `until`. */
  async #wholeLines(until: number): Promise<number> {
    const last = Buffer.alloc(Math.min(until, TAIL_BYTES));
    const { bytesRead } = await this.#handle.read(last, 0, last.length, until - last.length);
    const at = last.subarray(0, bytesRead).lastIndexOf(0x0a);
    return at < 0 ? until - last.length : until - last.length + at + 1;
  }
}

/** So often the files are listed at most: a file is put aside once in a while. */
const LISTS = 4;
/** How far two lines of one file may be out of order. */
const ORDER_MS = 3_600_000;
/** A line that is being written is shorter than this, nearly always; otherwise its end is told twice. */
const TAIL_BYTES = 64 * 1024;

function offsetOf({ id }: LogLine): number {
  return Number(id.slice(id.lastIndexOf(':') + 1));
}
