import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useState } from 'react';
import { SessionId } from '#shared/ids.ts';
import { type AppServices, useServices } from '../../app/services.ts';
import { canDrop, type DropPlace, groupAt } from './arranging.ts';
import type { Group } from './grouping.ts';

// Other parts of the window drag things of their own.
const KEY = Symbol('sessions of the list');

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

/** Lets sessions be let go in the list. Returns the place where they would come now. */
export function useListDrop(list: RefObject<HTMLElement | null>, groups: readonly Group[]): DropPlace | null {
  const services = useServices();
  const [place, setPlace] = useState<DropPlace | null>(null);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const allowed = (source: Source, y: number) => {
      const there = placeAt(element, y);
      return there !== null && canDrop(movedBy(source, services, groups), there, groups) ? there : null;
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => idsOf(source).length > 0,
      onDrag: ({ source, location }) => {
        const next = allowed(source, location.current.input.clientY);
        setPlace((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
      },
      onDragLeave: () => setPlace(null),
      onDrop: ({ source, location }) => {
        setPlace(null);
        const there = allowed(source, location.current.input.clientY);
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
