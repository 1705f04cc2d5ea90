import { follows, GENESIS } from './chain.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Piece, Snapshot } from './snapshot.ts';
import type { AuditRow, AuditVerdict, Head } from './types.ts';

/**
 * Reads the whole log and says the first thing that does not fit: an entry that is not what was written (`altered`), entries that are
 * missing (`truncated`), entries that nobody of us wrote behind the checkpoint (`unchained-tail`), or a chain that is whole and not the one
 * that was signed (`anchor-mismatch`).
 * @param checkpoint read before the snapshot was made: each commit is in the database before it is in the checkpoint
 */
export async function verify(snapshot: Snapshot, checkpoint: Checkpoint): Promise<AuditVerdict> {
  const anchored = checkpoint.kind === 'signed' ? checkpoint.head : null;
  let head: Head = GENESIS;
  const found = (verdict: AuditVerdict['verdict'], at: number | null): AuditVerdict => ({ verdict, at, entries: head.count });
  /** A misfit behind the checkpoint is no loss of what was signed. */
  const misfit = (verdict: 'altered' | 'truncated', at: number) =>
    found(anchored !== null && head.count >= anchored.count ? 'unchained-tail' : verdict, at);

  for await (const piece of snapshot.ascending(0)) {
    for (const row of piece.rows) {
      if (!follows(row, head)) return row.seq > head.count + 1 ? misfit('truncated', head.count + 1) : misfit('altered', row.seq);
      head = headOf(row);
      if (head.count === anchored?.count && head.hash !== anchored.hash) return found('anchor-mismatch', head.count);
    }
    if (piece.damage !== null) return found(piece.damage === 'missing' ? 'truncated' : 'altered', head.count + 1);
    if (cutShort(piece, head)) return found('truncated', head.count + 1);
  }
  if (anchored === null)
    return head.count === 0 && checkpoint.kind === 'none' ? found('intact', null) : found('anchor-mismatch', head.count);
  if (head.count < anchored.count) return found('truncated', head.count + 1);
  return found('intact', null);
}

function headOf({ seq, hash }: AuditRow): Head {
  return { count: seq, hash };
}

/** True when a sealed file ended before the entries that it is said to have. */
function cutShort({ seal }: Piece, head: Head): boolean {
  return seal !== null && head.count < seal.last;
}
