import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import { useServices } from '../../app/services.ts';
import { zoneAt } from '../../state/layout-geometry.ts';
import { canDrop, type Zone } from '../../state/layout-move.ts';
import { movedOf, useMoved } from './stage-drag.ts';

const MARK: Readonly<Record<Zone, string>> = {
  left: 'inset-y-0 left-0 w-1/2',
  right: 'inset-y-0 right-0 w-1/2',
  top: 'inset-x-0 top-0 h-1/2',
  bottom: 'inset-x-0 bottom-0 h-1/2',
  middle: 'inset-0',
};

/** Lies over a pane while a tab or another pane is dragged, and shows where it would come. */
export function PaneDropZone({ paneId }: { readonly paneId: string }) {
  const moved = useMoved();
  return moved === null || moved.id === paneId ? null : <Zones paneId={paneId} />;
}

function Zones({ paneId }: { readonly paneId: string }) {
  const services = useServices();
  const place = useRef<HTMLDivElement>(null);
  const [zone, setZone] = useState<Zone | null>(null);
  useEffect(() => {
    const element = place.current;
    const { layout } = services;
    if (element === null) return;
    const zoneOf = (input: { readonly clientX: number; readonly clientY: number }) =>
      zoneAt(element.getBoundingClientRect(), input.clientX, input.clientY);
    return dropTargetForElements({
      element,
      canDrop: ({ source, input }) => {
        const moved = movedOf(source);
        return moved !== null && canDrop(layout.getState().layout, moved, paneId, zoneOf(input));
      },
      onDrag: ({ location }) => setZone(zoneOf(location.current.input)),
      onDragLeave: () => setZone(null),
      onDrop: ({ source, location }) => {
        const moved = movedOf(source);
        if (moved === null) return;
        layout.getState().dropOnPane(moved, paneId, zoneOf(location.current.input));
        services.focusStage();
      },
    });
  }, [services, paneId]);
  return (
    <div ref={place} data-drop-zone={zone ?? ''} className="absolute inset-0 z-10">
      {zone === null ? null : <div className={`pointer-events-none absolute border-2 border-accent bg-accent/20 ${MARK[zone]}`} />}
    </div>
  );
}
