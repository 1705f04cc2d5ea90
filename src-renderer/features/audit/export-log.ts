import type { AuditEntry } from '#shared/contract/index.ts';
import type { EngineClient } from '../../rpc/client.ts';
import { type AuditQuery, inputOf } from './query.ts';

/** Text that is made into a part of the file at once: the browser keeps finished parts where it likes, on the disk for example. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Reads every entry that a query asks for, oldest first, as JSON lines with their hashes: what `audit export` prints.
 * @param onRead hears how many have been read
 */
export async function exportLog(client: EngineClient, query: AuditQuery, onRead: (count: number) => void): Promise<Blob> {
  const parts: Blob[] = [];
  let text = '';
  let count = 0;
  for (let after: number | null = 0; after !== null; ) {
    const piece: { readonly entries: readonly AuditEntry[]; readonly next: number | null } = await client.audit.export({
      ...inputOf(query),
      after,
    });
    text += piece.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (text.length > PART_BYTES) {
      parts.push(new Blob([text]));
      text = '';
    }
    count += piece.entries.length;
    onRead(count);
    after = piece.next;
  }
  return new Blob([...parts, text], { type: 'application/x-ndjson' });
}
