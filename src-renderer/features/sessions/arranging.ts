import type { SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Group, keyOf, placeOf } from './grouping.ts';

/** Where sessions would come when they are let go: beside a row, or at the end of a heading's group. */
export type DropPlace =
  | { readonly kind: 'beside'; readonly other: SessionId; readonly where: 'before' | 'after' }
  | { readonly kind: 'into'; readonly key: string };

/** Where a whole group would come: beside another of its kind. */
export interface GroupPlace {
  readonly kind: 'group';
  readonly other: string;
  readonly where: 'before' | 'after';
}

/** Whether a session that is put among a group's stands there: what it needs, and its folder, no person decides. */
export function mayStand(session: SessionInfo, group: Group): boolean {
  if (group.kind === 'pinned' || group.kind === 'own') return true;
  return keyOf(placeOf({ ...session, pinned: false, group: undefined })) === group.key;
}

/** Whether all of `moved` may be let go at a place. */
export function canDrop(moved: readonly SessionInfo[], place: DropPlace, groups: readonly Group[]): boolean {
  const group = groupAt(place, groups);
  if (group === undefined || moved.length === 0) return false;
  if (place.kind === 'beside' && moved.some(({ id }) => id === place.other)) return false;
  return moved.every((session) => mayStand(session, group));
}

/** Whether a person can put a group elsewhere: what needs them stands where it stands. */
export function isMovable({ kind }: Group): boolean {
  return kind === 'own' || kind === 'folder';
}

/** Keys of all groups that can be ordered, in their order once one of them is beside another; null where it cannot be put there. */
export function orderWith(groups: readonly Group[], key: string, { other, where }: Omit<GroupPlace, 'kind'>): readonly string[] | null {
  const kindOf = (one: string) => groups.find((group) => group.key === one && isMovable(group))?.kind;
  if (key === other || kindOf(key) === undefined || kindOf(key) !== kindOf(other)) return null;
  const rest = groups.filter((group) => isMovable(group) && group.key !== key).map((group) => group.key);
  const at = rest.indexOf(other) + (where === 'after' ? 1 : 0);
  return [...rest.slice(0, at), key, ...rest.slice(at)];
}

/** The place of a group one up or down among those of its kind; null at their end. */
export function groupStep(key: string, by: -1 | 1, groups: readonly Group[]): GroupPlace | null {
  const at = groups.findIndex((group) => group.key === key);
  const [group, other] = [groups[at], groups[at + by]];
  if (group === undefined || other === undefined || !isMovable(group) || group.kind !== other.kind) return null;
  return { kind: 'group', other: other.key, where: by < 0 ? 'before' : 'after' };
}

/** The group that a place is in. */
export function groupAt(place: DropPlace, groups: readonly Group[]): Group | undefined {
  if (place.kind === 'into') return groups.find(({ key }) => key === place.key);
  return groups.find(({ sessions }) => sessions.some(({ id }) => id === place.other));
}

/** The place one up or down in its group; null at the group's end. */
export function stepFrom(id: SessionId, by: -1 | 1, groups: readonly Group[]): Extract<DropPlace, { kind: 'beside' }> | null {
  for (const { sessions } of groups) {
    const at = sessions.findIndex((session) => session.id === id);
    const other = at === -1 ? undefined : sessions[at + by];
    if (other !== undefined) return { kind: 'beside', other: other.id, where: by < 0 ? 'before' : 'after' };
  }
  return null;
}
