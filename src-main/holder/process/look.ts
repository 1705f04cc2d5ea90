import { readFileSync } from 'node:fs';
import { errorCode } from '../file-errors.ts';
import type { ProcessEntry } from './process-entry.ts';
import { GONE, parseStat } from './process-list.ts';

/**
 * One process as /proc shows it now (Linux only), without its mark, and at once; null when it has ended. The kernel has these few numbers
 * in its memory: they are here before a thread was found that waits for them, which for a process and its ancestors took a millisecond.
 * @throws NodeJS.ErrnoException
 */
export function lookAtProcess(pid: number): ProcessEntry | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (GONE.has(errorCode(error))) return null;
    throw error;
  }
}
