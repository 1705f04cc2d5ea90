import type { BigIntStats } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { errorCode } from '../file-errors.ts';

/** What all files of a data folder's logs may take together, bytes: months of an ordinary engine. The oldest go first. */
export const LOG_BUDGET_BYTES = 100_000_000;
/** A file is put aside before it grows beyond this, bytes: still sent by mail and opened by an editor. */
export const LOG_FILE_BYTES = 5 * 1024 * 1024;

/** Put aside: `engine-<ulid>.log`, whose ulid holds the time. Files of versions before were numbered: `engine.log.1`. */
const ASIDE = /^([a-z]+)(?:-([0-9A-HJKMNP-TV-Z]{26})\.log|\.log\.\d+)$/;
const CURRENT = /^([a-z]+)\.log$/;

/** A file of the logs. */
export interface LogFile {
  readonly path: string;
  /** Who writes it: `engine`, `desktop`, `holder`, … */
  readonly writer: string;
  /** Sorts files that were put aside, oldest first; null for the one that is written now. */
  readonly aside: string | null;
  readonly bytes: number;
  /** When it was last written, ms since the epoch. */
  readonly changedAt: number;
  /** The file itself, whatever its name becomes. */
  readonly id: string;
}

/** Folder with the logs of a data folder. */
export function logsFolder(dataFolder: string): string {
  return join(dataFolder, 'logs');
}

/** File that a writer writes now. */
export function logFile(dataFolder: string, writer: string): string {
  return join(logsFolder(dataFolder), `${writer}.log`);
}

/** Of one millisecond too, in the order in which they were asked for. */
const nextUlid = monotonicFactory();

/** A name for a file that is put aside, which no other process gives and no file has; it sorts behind those that this process gave before. */
export function asideName(path: string): string {
  return path.replace(/\.log$/, `-${nextUlid()}.log`);
}

/** The files of the logs, those of each writer in the order in which it began them; none where there is no folder yet. @throws NodeJS.ErrnoException when the folder cannot be read */
export async function listLogFiles(folder: string): Promise<readonly LogFile[]> {
  const files: LogFile[] = [];
  for (const name of await namesIn(folder)) {
    const aside = ASIDE.exec(name);
    const writer = (aside ?? CURRENT.exec(name))?.[1];
    if (writer === undefined) continue;
    const path = join(folder, name);
    try {
      const stats = await stat(path, { bigint: true });
      files.push({
        path,
        writer,
        aside: aside === null ? null : (aside[2] ?? ''),
        bytes: Number(stats.size),
        changedAt: Number(stats.mtimeMs),
        id: logFileId(stats),
      });
    } catch (error) {
      // Put aside or removed at this moment.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  return files.toSorted(asBegun);
}

/** What a file of the logs is known by, whatever its name becomes, and no other file ever. */
export function logFileId({ ino, birthtimeMs }: Pick<BigIntStats, 'ino' | 'birthtimeMs'>): string {
  return `${ino}.${birthtimeMs}`;
}

/** Sorts files of a writer in the order in which it began them: one that was put aside comes by the time in its name, the one that is written now last. */
export function asBegun(a: LogFile, b: LogFile): number {
  if (a.aside === b.aside) return 0;
  return b.aside === null || (a.aside !== null && a.aside < b.aside) ? -1 : 1;
}

/**
 * Removes the oldest files that were put aside until what is left has room for every file that is being written to grow full.
 * @throws NodeJS.ErrnoException
 */
export async function keepBudget(folder: string, budgetBytes: number, fileBytes: number): Promise<void> {
  const files = await listLogFiles(folder);
  const aside = files.filter((file) => file.aside !== null);
  let used = files.reduce((sum, file) => sum + (file.aside === null ? Math.max(file.bytes, fileBytes) : file.bytes), 0);
  for (const { path, bytes } of aside) {
    if (used <= budgetBytes) return;
    await rm(path, { force: true });
    used -= bytes;
  }
}

/** Puts a file aside that somebody else writes to, as a started process does with its stderr, once it is full. @throws NodeJS.ErrnoException */
export async function putAsideWhenFull(path: string): Promise<void> {
  try {
    if ((await stat(path)).size > LOG_FILE_BYTES) await rename(path, asideName(path));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
