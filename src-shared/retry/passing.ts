import { ERROR_CODES } from '../errors/codes.ts';
import { KimiError } from '../errors/kimi-error.ts';

/** What systems and SQLite say of something that may be otherwise a moment later: too many at once, busy, not answered in time, cut off. */
const PASSING = new Set([
  'EAGAIN',
  'EBUSY',
  'EINTR',
  'EMFILE',
  'ENFILE',
  'ETXTBSY',
  'ETIMEDOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'SQLITE_BUSY',
  // Node's, for a thread that the system does not grant.
  'ERR_WORKER_INIT_FAILED',
]);

/** Whether the same may succeed later without anybody changing anything. */
export function isPassing(error: unknown): boolean {
  if (error instanceof KimiError) return ERROR_CODES[error.code].retryable;
  return error instanceof Error && 'code' in error && PASSING.has(String(error.code));
}
