import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useState } from 'react';
import { SessionId } from '#shared/ids.ts';
import { type AppServices, useServices } from '../../app/services.ts';
import { canDrop, type DropPlace, type GroupPlace, groupAt, orderWith } from './arranging.ts';
import type { Group } from './grouping.ts';

// Other parts of the window drag things of their own.
const KEY = Symbol('sessions of the list');
const GROUP = Symbol('a group of the list');

/** Lets a row be dragged, and with it all that are chosen when it is one of them. Returns whether it is on its way. */
export function useDraggableRow(row: RefObject<HTMLElement | null>, id: SessionId): boolean {
  const { list } = useServices();
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    if (row.current === null) return;
    return draggable({
      element: row.current,
      getInitialData: () => {
        const { chosen } = list.getState();
        return { [KEY]: chosen.has(id) ? [...chosen] : [id] };
      },
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [row, list, id]);
  return dragged;
}

/** Lets a heading be dragged, and with it its whole group. Returns whether it is on its way. */
export function useDraggableGroup(heading: RefObject<HTMLElement | null>, key: string, movable: boolean): boolean {
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    if (heading.current === null || !movable) return;
    return draggable({
      element: heading.current,
      getInitialData: () => ({ [GROUP]: key }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [heading, key, movable]);
  return dragged;
}

/** Lets sessions and groups be let go in the list. Returns the place where they would come now. */
export function useListDrop(list: RefObject<HTMLElement | null>, groups: readonly Group[]): DropPlace | GroupPlace | null {
  const services = useServices();
  const [place, setPlace] = useState<DropPlace | GroupPlace | null>(null);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const allowed = (source: Source, y: number) => {
      const there = placeAt(element, y);
      return there !== null && canDrop(movedBy(source, services, groups), there, groups) ? there : null;
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => idsOf(source).length > 0 || groupOf(source) !== null,
      onDrag: ({ source, location }) => {
        const { clientY } = location.current.input;
        const next = groupOf(source) === null ? allowed(source, clientY) : groupPlaceAt(element, clientY, groupOf(source), groups);
        setPlace((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
      },
      onDragLeave: () => setPlace(null),
      onDrop: ({ source, location }) => {
        setPlace(null);
        const { clientY } = location.current.input;
        const dragged = groupOf(source);
        if (dragged !== null) {
          const beside = groupPlaceAt(element, clientY, dragged, groups);
          if (beside !== null) services.arrange.moveGroup(dragged, beside);
          return;
        }
        const there = allowed(source, clientY);
        const group = there === null ? undefined : groupAt(there, groups);
        if (there === null || group === undefined) return;
        const ids = movedBy(source, services, groups).map(({ id }) => id);
        void services.arrange.drop(ids, there, group);
      },
    });
  }, [list, services, groups]);
  return place;
}

interface Source {
  readonly data: Record<string | symbol, unknown>;
}

/** What a drag carries: nothing of ours when it comes from another part of the window. */
function idsOf(source: Source): readonly SessionId[] {
  return (source.data[KEY] as readonly SessionId[] | undefined) ?? [];
}

function groupOf(source: Source): string | null {
  return (source.data[GROUP] as string | undefined) ?? null;
}

/** Where a group would come at a height of the screen: above the heading that is there, or below the group whose row is there. */
function groupPlaceAt(list: HTMLElement, y: number, dragged: string | null, groups: readonly Group[]): GroupPlace | null {
  const there = placeAt(list, y);
  const group = there === null ? undefined : groupAt(there, groups);
  if (there === null || group === undefined || dragged === null) return null;
  const place: GroupPlace = { kind: 'group', other: group.key, where: there.kind === 'into' ? 'before' : 'after' };
  return orderWith(groups, dragged, place) === null ? null : place;
}

/** The sessions of a drag, in the list's order. */
function movedBy(source: Source, services: AppServices, groups: readonly Group[]) {
  const ids = new Set(idsOf(source));
  const { byId } = services.sessions.getState();
  const shown = groups.flatMap(({ sessions }) => sessions).filter(({ id }) => ids.has(id));
  // One that the list does not show any more (a search has changed) is left where it is.
  return shown.flatMap(({ id }) => byId[id] ?? []);
}

/** The place at a height of the screen, by the row or heading that is there. */
function placeAt(list: HTMLElement, y: number): DropPlace | null {
  for (const line of list.querySelectorAll<HTMLElement>('[data-session], [data-group]')) {
    const { top, bottom } = line.getBoundingClientRect();
    if (y < top || y >= bottom) continue;
    const { group } = line.dataset;
    if (group !== undefined) return { kind: 'into', key: group };
    const other = SessionId.safeParse(line.dataset.session);
    return other.success ? { kind: 'beside', other: other.data, where: y < (top + bottom) / 2 ? 'before' : 'after' } : null;
  }
  return null;
}
