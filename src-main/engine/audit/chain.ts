import { hash } from 'node:crypto';
import type { AuditRow, Head } from './types.ts';

/** What the first entry follows on. */
export const GENESIS: Head = { count: 0, hash: '0'.repeat(64) };

/** Begins every text that is hashed, so that a later way of encoding cannot be taken for this one. */
const FORMAT = 'kimi-shell audit 1';

/**
 * SHA-256 of an entry, hex. The text under it is a JSON array of the format's name, the number, what the entry says (`entry`, a JSON array
 * itself, without its brackets), and `prev`: made of what is kept as it is, so that nothing is encoded twice.
 * @param prev hex
 */
export function hashOf(seq: number, entry: string, prev: string): string {
  return hash('sha256', `["${FORMAT}",${seq},${entry.slice(1, -1)},"${prev}"]`);
}

/** True when an entry is the one that follows on `head`, unchanged. */
export function follows({ seq, entry, prev, hash: own }: AuditRow, head: Head): boolean {
  // The brackets are what the hash does not see.
  const whole = entry.startsWith('[') && entry.endsWith(']');
  return whole && seq === head.count + 1 && prev === head.hash && own === hashOf(seq, entry, prev);
}
