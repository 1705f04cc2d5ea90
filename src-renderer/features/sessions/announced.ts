import type { SessionInfo } from '#shared/contract/index.ts';
import { needOf } from './grouping.ts';

/** Sessions that were told to need the person, as they were then, and that do so still. */
export type Announced = readonly SessionInfo[];

/** What tells one need of a session from the next: another question is another one. */
export function keyOf({ id, stateInfo }: Pick<SessionInfo, 'id' | 'stateInfo'>): string {
  return `${id} ${stateInfo.since} ${stateInfo.detail ?? ''}`;
}

/** Of those that were told, the ones of which it is still true; the same list when that is all of them. Pure. */
export function stillNeeding(told: Announced, byId: Readonly<Record<string, SessionInfo>>): Announced {
  const still = told.filter((before) => {
    const now = byId[before.id];
    return now !== undefined && needOf(now) === 'needs-you' && keyOf(now) === keyOf(before);
  });
  return still.length === told.length ? told : still;
}

/** With the sessions that need the person now and were not told yet at the end; the same list when there are none. Pure. */
export function newlyNeeding(told: Announced, sessions: readonly SessionInfo[]): Announced {
  const known = new Set(told.map(keyOf));
  const fresh = sessions.filter((session) => needOf(session) === 'needs-you' && !known.has(keyOf(session)));
  return fresh.length === 0 ? told : [...told, ...fresh];
}
