import type { SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Group } from './grouping.ts';

/** A line of the list, which draws only those that are in sight. */
export type ListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly group: Group; readonly folded: boolean }
  | { readonly kind: 'session'; readonly key: string; readonly id: SessionId; readonly showFolder: boolean };

/** What stays the same of a group while its sessions change. */
export function groupKey({ folder, need }: Pick<Group, 'folder' | 'need'>): string {
  return folder === null ? need : `folder ${folder}`;
}

/** Headings and sessions in the order of the list; a folded group is its heading alone. */
export function rowsOf(groups: readonly Group[], folded: ReadonlySet<string>): readonly ListRow[] {
  return groups.flatMap((group): ListRow[] => {
    const key = groupKey(group);
    const heading: ListRow = { kind: 'heading', key, group, folded: folded.has(key) };
    if (heading.folded) return [heading];
    const showFolder = group.folder === null;
    return [heading, ...group.sessions.map(({ id }): ListRow => ({ kind: 'session', key: id, id, showFolder }))];
  });
}

/** Whether every word of `search` is somewhere in what the list says of a session, or in its folder. */
export function fits(session: SessionInfo, search: string, stateWord: string): boolean {
  const said = [session.name, session.cwd, session.agent, stateWord, session.stateInfo.detail ?? ''].join('\n').toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

/** The sessions from one row to another, both with them, whichever is above. */
export function between(order: readonly SessionId[], from: SessionId, to: SessionId): readonly SessionId[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a === -1 || b === -1) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}
