import { readSync } from 'node:fs';

/** A read of at least this size says that a program prints as fast as it can; what a person types or a prompt says is far below. */
const FLOOD_BYTES = 2048;
/** As much as is handed on in one piece. */
const MOST_BYTES = 64 * 1024;
/** A terminal gives less than this in one read on Linux, however large the buffer. */
const ONE_READ = 4096;

/** Used within one call only, so all terminals share it. */
const scratch = Buffer.allocUnsafe(MOST_BYTES);

/**
 * What a terminal has beyond `first`, which was just read from it. Linux hands out 4 KB at most per read, and Node goes through its
 * event loop for each: in a flood that costs sixteen times as many pieces as there have to be, on every leg of their way.
 * @param fd a descriptor in non-blocking mode
 * @returns `first` and what followed, in one piece; it is the caller's
 */
export function readOn(fd: number, first: Buffer): Buffer {
  if (first.length < FLOOD_BYTES) return first;
  let more = 0;
  try {
    while (first.length + more + ONE_READ <= MOST_BYTES) {
      const count = readSync(fd, scratch, more, ONE_READ, null);
      if (count === 0) break;
      more += count;
    }
  } catch {
    // Nothing more at the moment (EAGAIN), or the end (EIO): the stream, which reads next, is told the same and knows what to do.
  }
  return more === 0 ? first : Buffer.concat([first, scratch.subarray(0, more)]);
}
