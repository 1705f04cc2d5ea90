import { hash } from 'node:crypto';
import type { AuditDraft, AuditRow, Head } from './types.ts';

/** What the first entry follows on. */
export const GENESIS: Head = { count: 0, hash: '0'.repeat(64) };

/** Begins every text that is hashed, so that a later way of encoding cannot be taken for this one. */
const FORMAT = 'kimi-shell audit 1';

/**
 * SHA-256 of an entry, hex. The text under it is a JSON array of the format's name, the number, and the columns in the order of the
 * table up to `prev`: one text for one entry, since JSON quotes what could run two columns into each other.
 */
export function hashOf(seq: number, row: AuditDraft, prev: string): string {
  const { at, caller, role, session, connection, procedure, place, decision, why, result, call } = row;
  return hash(
    'sha256',
    JSON.stringify([FORMAT, seq, at, caller, role, session, connection, procedure, place, decision, why, result, call, prev]),
  );
}

/** True when an entry is the one that follows on `head`, unchanged. */
export function follows(row: AuditRow, head: Head): boolean {
  return row.seq === head.count + 1 && row.prev === head.hash && row.hash === hashOf(row.seq, row, row.prev);
}
