import type { FileHandle } from 'node:fs/promises';

/** A line and where it begins in its file, bytes. */
export interface PlacedLine {
  readonly text: string;
  readonly offset: number;
}

const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** The lines of a file before byte `end`, last first. What stands behind the last line end is still being written and left out. */
export async function* linesBackward(file: FileHandle, end: number): AsyncGenerator<PlacedLine> {
  let at = end;
  /** Begun lines from here on: nothing before the last line end was seen yet. */
  let rest: Buffer | null = null;
  while (at > 0) {
    const length = Math.min(BLOCK_BYTES, at);
    at -= length;
    const block = await readAll(file, at, length);
    const bytes: Buffer = rest === null ? block : Buffer.concat([block, rest]);
    let stop = rest === null ? bytes.lastIndexOf(NEWLINE) : bytes.length - 1;
    if (stop < 0) continue;
    for (let start = previous(bytes, stop); start >= 0; start = previous(bytes, stop)) {
      if (stop - start > 1) yield { text: bytes.toString('utf8', start + 1, stop), offset: at + start + 1 };
      stop = start;
    }
    // Up to and with the line end that closes the line whose beginning is not read yet.
    rest = bytes.subarray(0, stop + 1);
  }
  if (rest !== null && rest.length > 1) yield { text: rest.toString('utf8', 0, rest.length - 1), offset: 0 };
}

/** The line end before this one, -1 when there is none. (`lastIndexOf` counts a negative place from the end.) */
function previous(bytes: Buffer, stop: number): number {
  return stop === 0 ? -1 : bytes.lastIndexOf(NEWLINE, stop - 1);
}

/** Fewer bytes than asked for when the file was cut short meanwhile. */
async function readAll(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(buffer, got, length - got, position + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return buffer.subarray(0, got);
}
