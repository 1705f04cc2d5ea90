import type { SessionInfo } from '#shared/contract/index.ts';
import { type Need, needOf } from '#shared/session-need.ts';
import { folderName, folderNames } from '../../i18n/format.ts';

export { type Need, needOf };

/** Where a session stands in the list. */
export type Place =
  | { readonly kind: 'pinned' }
  | { readonly kind: 'need'; readonly need: Exclude<Need, 'rest'> }
  /** A group of the person's own. */
  | { readonly kind: 'own'; readonly name: string }
  | { readonly kind: 'folder'; readonly folder: string };

/** A heading of the list with its sessions; `key` stays the same while they change. `label` is what a folder is called beside the other ones. */
export type Group = Place & { readonly key: string; readonly sessions: readonly SessionInfo[]; readonly label?: string };

/** Where a session stands: what the person said goes before what it wants. */
export function placeOf(session: Pick<SessionInfo, 'state' | 'unseen' | 'lifecycle' | 'pinned' | 'group' | 'cwd'>): Place {
  if (session.pinned) return { kind: 'pinned' };
  if (session.group !== undefined) return { kind: 'own', name: session.group };
  const need = needOf(session);
  return need === 'rest' ? { kind: 'folder', folder: session.cwd } : { kind: 'need', need };
}

/** What tells places apart. */
export function keyOf(place: Place): string {
  switch (place.kind) {
    case 'pinned':
      return 'pinned';
    case 'need':
      return place.need;
    case 'own':
      return `own ${place.name}`;
    case 'folder':
      return `folder ${place.folder}`;
  }
}

const ORDER = ['pinned', 'needs-you', 'working', 'done-unseen'];
const byName = new Intl.Collator(undefined, { numeric: true });

/** Pins, then needs, then the person's own groups, then folders; of these two kinds first what the person has ordered, then the rest by name. */
function before(a: Group, b: Group, order: readonly string[]): number {
  const level = ({ kind, key }: Group) => (kind === 'own' ? ORDER.length : kind === 'folder' ? ORDER.length + 1 : ORDER.indexOf(key));
  const place = ({ key }: Group) => (order.includes(key) ? order.indexOf(key) : order.length);
  return level(a) - level(b) || place(a) - place(b) || byName.compare(a.key, b.key) || (a.key < b.key ? -1 : 1);
}

/**
 * The list in its order. Inside a group that is the person's order, which no change of state disturbs.
 * @param order keys of groups as the person has ordered them
 */
export function groupSessions(sessions: Iterable<SessionInfo>, order: readonly string[] = []): readonly Group[] {
  const inOrder = [...sessions].sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  const groups = new Map<string, Place & { readonly key: string; readonly sessions: SessionInfo[] }>();
  for (const session of inOrder) {
    if (session.lifecycle === 'archived') continue;
    const place = placeOf(session);
    const key = keyOf(place);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...place, key, sessions: [session] });
    else group.sessions.push(session);
  }
  const names = folderNames([...groups.values()].flatMap((group) => (group.kind === 'folder' ? [group.folder] : [])));
  return [...groups.values()].map((group) => labelled(group, names)).sort((a, b) => before(a, b, order));
}

function labelled(group: Group, names: ReadonlyMap<string, string>): Group {
  const label = group.kind === 'folder' ? names.get(group.folder) : undefined;
  return label === undefined ? group : { ...group, label };
}

/** The session that needs the person next after `current`, in the list's order, around the end; null when none does. */
export function nextNeedingYou(sessions: Iterable<SessionInfo>, current: string | null, order: readonly string[] = []): SessionInfo | null {
  const waiting = groupSessions(sessions, order)
    .flatMap((group) => group.sessions)
    .filter((session) => needOf(session) === 'needs-you');
  const at = waiting.findIndex((session) => session.id === current);
  return waiting[(at + 1) % Math.max(waiting.length, 1)] ?? null;
}

/** Folders that sessions were started in, newest first, each once. */
export function recentFolders(sessions: Iterable<SessionInfo>, most: number): readonly string[] {
  return [...new Set(newestFirst(sessions).map((session) => session.cwd))].slice(0, most);
}

/** The agent of the session that was made last; undefined when there is none. */
export function lastAgent(sessions: Iterable<SessionInfo>): SessionInfo['agent'] | undefined {
  return newestFirst(sessions)[0]?.agent;
}

function newestFirst(sessions: Iterable<SessionInfo>): readonly SessionInfo[] {
  return [...sessions].sort((a, b) => b.createdAt - a.createdAt);
}

/** The home folder as it may be typed; the engine takes an empty one for it too. */
const HOME = /^(~[\\/]*)?$/;

/** What a session in a folder is called unless the person says otherwise. @param home what one in the home folder is called */
export function nameIn(folder: string, home: string, sessions: Iterable<SessionInfo>): string {
  return freeName(HOME.test(folder) ? home : folderName(folder), sessions);
}

/** A name that no other session has: the wanted one, or with the next free number. */
function freeName(wanted: string, sessions: Iterable<SessionInfo>): string {
  const taken = new Set([...sessions].map((session) => session.name));
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted} ${n}`)) return `${wanted} ${n}`;
}
