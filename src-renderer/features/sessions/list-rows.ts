import type { SessionId } from '#shared/ids.ts';
import type { Group } from './grouping.ts';

/** A line of the list, which draws only those that are in sight. */
export type ListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly group: Group; readonly folded: boolean }
  | { readonly kind: 'session'; readonly key: string; readonly id: SessionId; readonly showFolder: boolean };

/** Headings and sessions in the order of the list; a folded group is its heading alone. */
export function rowsOf(groups: readonly Group[], folded: ReadonlySet<string>): readonly ListRow[] {
  return groups.flatMap((group): ListRow[] => {
    const heading: ListRow = { kind: 'heading', key: group.key, group, folded: folded.has(group.key) };
    if (heading.folded) return [heading];
    const showFolder = group.kind !== 'folder';
    return [heading, ...group.sessions.map(({ id }): ListRow => ({ kind: 'session', key: id, id, showFolder }))];
  });
}

/** The sessions from one row to another, both with them, whichever is above. */
export function between(order: readonly SessionId[], from: SessionId, to: SessionId): readonly SessionId[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a === -1 || b === -1) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Where each row begins, CSS pixels below the top of the list, by its key and in the list's order. */
export function startsOf(rows: readonly ListRow[], heightOf: (row: ListRow) => number): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  let at = 0;
  for (const row of rows) {
    starts.set(row.key, at);
    at += heightOf(row);
  }
  return starts;
}

/**
 * How far the rows that begin between `top` and `bottom` have come down, CSS pixels: the middle one of them, because one that is moved
 * elsewhere takes nobody along who reads the others. 0 when none of them is left.
 */
export function cameDown(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, top: number, bottom: number): number {
  const moves: number[] = [];
  for (const [key, start] of before) {
    if (start >= bottom) break;
    const now = after.get(key);
    if (start >= top && now !== undefined) moves.push(now - start);
  }
  moves.sort((a, b) => a - b);
  return moves[moves.length >> 1] ?? 0;
}
