import type { SessionInfo, SessionStateName } from '#shared/contract/index.ts';

/** Why a session is where it is in the list. */
export type Need = 'needs-you' | 'working' | 'done-unseen' | 'rest';

const NEEDS_YOU: ReadonlySet<SessionStateName> = new Set(['waiting', 'trust', 'failed']);
const WORKING: ReadonlySet<SessionStateName> = new Set(['starting', 'working']);
const DONE: ReadonlySet<SessionStateName> = new Set(['finished', 'exited', 'idle']);

/** A heading of the list with its sessions. `folder` only for the rest. */
export interface Group {
  readonly need: Need;
  readonly folder: string | null;
  readonly sessions: readonly SessionInfo[];
}

/** What a session wants of the person. A failure that was looked at wants nothing any more. */
export function needOf(session: Pick<SessionInfo, 'state' | 'unseen' | 'lifecycle'>): Need {
  if (session.state === 'failed') return session.unseen ? 'needs-you' : 'rest';
  if (NEEDS_YOU.has(session.state)) return 'needs-you';
  if (WORKING.has(session.state)) return 'working';
  return session.unseen && DONE.has(session.state) ? 'done-unseen' : 'rest';
}

// ULIDs sort by creation: an order that no change of state disturbs.
const byCreation = (a: SessionInfo, b: SessionInfo) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The list: by need first, the rest by folder. Inside a group the order is that of creation and stays. */
export function groupSessions(sessions: Iterable<SessionInfo>): readonly Group[] {
  const byNeed: Record<Exclude<Need, 'rest'>, SessionInfo[]> = { 'needs-you': [], working: [], 'done-unseen': [] };
  const byFolder = new Map<string, SessionInfo[]>();
  for (const session of [...sessions].sort(byCreation)) {
    if (session.lifecycle === 'archived') continue;
    const need = needOf(session);
    if (need !== 'rest') byNeed[need].push(session);
    else {
      const inFolder = byFolder.get(session.cwd);
      if (inFolder === undefined) byFolder.set(session.cwd, [session]);
      else inFolder.push(session);
    }
  }
  const groups: Group[] = [];
  for (const need of ['needs-you', 'working', 'done-unseen'] as const) {
    if (byNeed[need].length > 0) groups.push({ need, folder: null, sessions: byNeed[need] });
  }
  for (const folder of [...byFolder.keys()].sort()) groups.push({ need: 'rest', folder, sessions: byFolder.get(folder) ?? [] });
  return groups;
}

/** The session that needs the person next after `current`, in the list's order, around the end; null when none does. */
export function nextNeedingYou(sessions: Iterable<SessionInfo>, current: string | null): SessionInfo | null {
  const waiting = groupSessions(sessions).find((group) => group.need === 'needs-you')?.sessions ?? [];
  const at = waiting.findIndex((session) => session.id === current);
  return waiting[(at + 1) % Math.max(waiting.length, 1)] ?? null;
}

/** Folders that sessions were started in, newest first, each once. */
export function recentFolders(sessions: Iterable<SessionInfo>, most: number): readonly string[] {
  const newestFirst = [...sessions].sort((a, b) => b.createdAt - a.createdAt);
  return [...new Set(newestFirst.map((session) => session.cwd))].slice(0, most);
}

/** A name that no other session has: the wanted one, or with the next free number. */
export function freeName(wanted: string, sessions: Iterable<SessionInfo>): string {
  const taken = new Set([...sessions].map((session) => session.name));
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted} ${n}`)) return `${wanted} ${n}`;
}
