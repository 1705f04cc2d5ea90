import { setTimeout as delay } from 'node:timers/promises';
import type { LogLine, LogPlace } from '#shared/contract/index.ts';
import { type LogFile, listLogFiles } from '../../holder/log/log-files.ts';
import type { WantedLines } from './filter.ts';
import { openListed } from './open-listed.ts';
import { parseLine } from './parse-line.ts';

/** How often the files are looked at while somebody follows them. Watching a folder misses what networks and some systems do not tell. */
const LOOK_MS = 250;
/** Most that is read of a file at once, so that a flood comes in pieces. */
const PIECE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** What came since a place, and the next place. */
export interface NewLines {
  /** In the order of their times. */
  readonly lines: LogLine[];
  readonly end: LogPlace;
}

/** What is in the files behind a place: also in one that was put aside meanwhile, and from the beginning in one that is new. @throws NodeJS.ErrnoException */
export async function readNewLines(folder: string, wanted: WantedLines, from: LogPlace): Promise<NewLines> {
  const lines: LogLine[] = [];
  // A file whose name changes while they are listed is missing for once: what is known of it stays, or it would be told from its beginning again.
  const end: LogPlace = { ...from };
  for (const file of await listLogFiles(folder)) {
    const known = from[file.id] ?? 0;
    // A file that was cut short was begun anew.
    const start = known > file.bytes ? 0 : known;
    end[file.id] = start === file.bytes ? start : await readFrom(file, start, wanted, lines);
  }
  return { lines: lines.sort((a, b) => a.at - b.at), end };
}

/** Tells what comes, until the signal says otherwise. @throws NodeJS.ErrnoException when the folder cannot be read */
export async function* followLogs(
  folder: string,
  wanted: WantedLines,
  from: LogPlace,
  signal: AbortSignal,
): AsyncGenerator<NewLines, void, void> {
  let place = from;
  while (!signal.aborted) {
    const found = await readNewLines(folder, wanted, place);
    place = found.end;
    if (found.lines.length > 0) yield found;
    else await delay(LOOK_MS, undefined, { signal }).catch(ifAborted(signal));
  }
}

/** Reads whole lines from a byte on, not those that begin before it; answers where it stopped. */
async function readFrom(file: LogFile, start: number, wanted: WantedLines, into: LogLine[]): Promise<number> {
  // With the byte before: no line end means that what comes first is the rest of a line that is not told.
  const from = Math.max(0, start - 1);
  const bytes = await pieceOf(file, from, Math.min(file.bytes - from, PIECE_BYTES));
  let near = file.changedAt;
  let at = start === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
  for (let stop = bytes.indexOf(NEWLINE, at); stop >= 0; stop = bytes.indexOf(NEWLINE, at)) {
    const text = bytes.toString('utf8', at, stop);
    const line = text === '' ? null : parseLine(text, { id: `${file.id}:${from + at}`, writer: file.writer, near });
    at = stop + 1;
    if (line === null) continue;
    near = line.at;
    if (wanted.text(text) && wanted.line(line)) into.push(line);
  }
  const end = Math.max(start, from + at);
  // A line that is longer than a piece is not told; what comes behind it is.
  return end === start && bytes.length === PIECE_BYTES ? from + bytes.length : end;
}

/** Nothing of one that was put aside at this moment: it is read under its next name the next time. */
async function pieceOf(listed: LogFile, start: number, length: number): Promise<Buffer> {
  const file = await openListed(listed);
  if (file === null) return Buffer.alloc(0);
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function ifAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
