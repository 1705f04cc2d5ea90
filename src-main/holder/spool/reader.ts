import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorCode } from '../file-errors.ts';
import type { ExitRecord, Piece } from '../types.ts';
import { SpoolCursor } from './cursor.ts';
import { type ChildFile, type ProcessName, readChildFile, readExitFile, readProcessFile, spoolFolder, spoolRoot } from './files.ts';
import { segmentStarts } from './format.ts';
import { SegmentFile } from './segment-file.ts';

/** What a spool on disk says of its child. */
export interface SpoolState {
  /** What was started; null when that file is damaged. */
  readonly child: ChildFile | null;
  /** Null when the holder died before the child became a process. */
  readonly process: ProcessName | null;
  readonly exit: ExitRecord | null;
  /** The exit was written by somebody who only found the child gone. */
  readonly lost: boolean;
  readonly firstAvailable: number;
  readonly end: number;
  /** The last size; null for pipes. */
  readonly size: { readonly cols: number; readonly rows: number } | null;
}

/**
 * Reads a child's output from disk, without a holder: for children that have ended. While a child runs, its holder's stream knows
 * what is not on disk yet.
 */
export class SpoolReader {
  readonly state: SpoolState;
  readonly #folder: string;

  private constructor(folder: string, state: SpoolState) {
    this.#folder = folder;
    this.state = state;
  }

  /**
   * Opens a child's spool; nothing needs to be closed until pieces are read. Null when there is none.
   * @throws KimiError SPOOL_DAMAGED when the folder cannot be read
   */
  static async open(dataFolder: string, childId: string): Promise<SpoolReader | null> {
    const folder = spoolFolder(dataFolder, childId);
    try {
      const names = await readdir(folder);
      const [child, process, exit] = await Promise.all([readChildFile(folder), readProcessFile(folder), readExitFile(folder)]);
      const starts = segmentStarts(names);
      const last = await readLastSegment(folder, starts.at(-1));
      const size = last.size ?? (child?.kind === 'pty' ? { cols: child.cols, rows: child.rows } : null);
      return new SpoolReader(folder, {
        child,
        process,
        exit: exit?.exit ?? null,
        lost: exit?.lost ?? false,
        firstAvailable: starts[0] ?? 0,
        end: last.end,
        size,
      });
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw new KimiError('SPOOL_DAMAGED', { path: folder, reason: errorCode(error) || String(error) }, { cause: error });
    }
  }

  get firstAvailable(): number {
    return this.state.firstAvailable;
  }

  get end(): number {
    return this.state.end;
  }

  /**
   * Everything from `from` up to `to` (default: the end) in order: first the size in effect, then data, sizes and gaps, and the exit if
   * the end is reached. Files are open only while it is being iterated.
   * @throws KimiError SPOOL_DAMAGED when the disk fails
   */
  async *pieces(from: number, to: number = this.end): AsyncGenerator<Piece, void, undefined> {
    const limit = Math.min(to, this.end);
    const cursor = new SpoolCursor(this.#folder, from);
    try {
      while (cursor.position < limit) yield* await cursor.read(limit);
      if (to < this.end) return;
      yield* await cursor.readTrailingSizes();
      if (this.state.exit !== null) yield { kind: 'exit', offset: this.end, exit: this.state.exit };
    } catch (error) {
      if (error instanceof KimiError) throw error;
      throw new KimiError('SPOOL_DAMAGED', { path: this.#folder, reason: errorCode(error) || String(error) }, { cause: error });
    } finally {
      await cursor.close();
    }
  }
}

/** Where the recording ends: what the last index vouches for, or the bytes in the file, whichever is more. */
async function readLastSegment(
  folder: string,
  start: number | undefined,
): Promise<{ end: number; size: { cols: number; rows: number } | null }> {
  if (start === undefined) return { end: 0, size: null };
  const segment = await SegmentFile.open(folder, start);
  try {
    let end = await segment.end();
    let size: { cols: number; rows: number } | null = null;
    for (let record = await segment.nextRecord(); record !== null; record = await segment.nextRecord()) {
      if (record.kind === 'resize') size = { cols: record.cols, rows: record.rows };
      else end = Math.max(end, record.kind === 'gap' ? record.to : record.offset + record.length);
    }
    return { end, size };
  } finally {
    await segment.close();
  }
}

/** Children that have a spool. */
export async function listSpools(dataFolder: string): Promise<readonly string[]> {
  try {
    return await readdir(spoolRoot(dataFolder));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Moves a spool that no holder writes to into another folder of the same disk. @throws NodeJS.ErrnoException */
export async function moveSpool(dataFolder: string, childId: string, into: string): Promise<void> {
  await rename(spoolFolder(dataFolder, childId), join(into, childId));
}

/** Removes a spool that no holder writes to. @throws NodeJS.ErrnoException */
export async function removeSpool(dataFolder: string, childId: string): Promise<void> {
  await rm(spoolFolder(dataFolder, childId), { recursive: true, force: true });
}
