import { draggable, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useState } from 'react';
import type { Moved } from '../../state/layout-move.ts';

// Other parts of the window drag things of their own.
const KEY = Symbol('moved on the stage');

/** What of the stage a drag carries; null when it carries something else. */
export function movedOf(source: { readonly data: Record<string | symbol, unknown> }): Moved | null {
  return (source.data[KEY] as Moved | undefined) ?? null;
}

/** Lets an element be dragged as a tab or pane. Returns whether it is being dragged. */
export function useMovable(element: RefObject<HTMLElement | null>, kind: Moved['kind'], id: string): boolean {
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ [KEY]: { kind, id } satisfies Moved }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [element, kind, id]);
  return dragged;
}

/** The tab or pane that is being dragged now; null when none is. */
export function useMoved(): Moved | null {
  const [moved, setMoved] = useState<Moved | null>(null);
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => movedOf(source) !== null,
        onDragStart: ({ source }) => setMoved(movedOf(source)),
        // Also when it was cancelled: then there is no place it was let go in.
        onDrop: () => setMoved(null),
      }),
    [],
  );
  return moved;
}
