import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useState } from 'react';
import { useServices } from '../../app/services.ts';
import type { StripPlace } from '../../state/layout-move.ts';
import { movedOf } from './stage-drag.ts';

// Rests a drag on a tab this long, its panes are shown, so that it can go on to one of them.
const OPENS_AFTER_MS = 600;

/** Lets tabs and panes be let go between the tabs of a strip. Returns the place where it would be now. */
export function useStripDrop(strip: RefObject<HTMLElement | null>): StripPlace | null {
  const services = useServices();
  const [place, setPlace] = useState<StripPlace | null>(null);
  useEffect(() => {
    const element = strip.current;
    const { layout } = services;
    if (element === null) return;
    let resting: { readonly tab: string; readonly timer: ReturnType<typeof setTimeout> } | null = null;
    const restOn = (tab: string | null) => {
      if (resting?.tab === tab) return;
      if (resting !== null) clearTimeout(resting.timer);
      resting = tab === null ? null : { tab, timer: setTimeout(() => layout.getState().showTab(tab), OPENS_AFTER_MS) };
    };
    const leave = () => {
      restOn(null);
      setPlace(null);
    };
    const stop = dropTargetForElements({
      element,
      canDrop: ({ source }) => movedOf(source) !== null,
      onDrag: ({ source, location }) => {
        const x = location.current.input.clientX;
        const over = tabAt(element, x);
        // On itself it only has not gone anywhere yet.
        restOn(over === movedOf(source)?.id ? null : over);
        setPlace((before) => {
          const now = placeAt(element, x);
          return before?.tab === now?.tab && before?.side === now?.side ? before : now;
        });
      },
      onDragLeave: leave,
      onDrop: ({ source, location }) => {
        leave();
        const moved = movedOf(source);
        const to = placeAt(element, location.current.input.clientX);
        if (moved === null || to === null) return;
        layout.getState().dropInStrip(moved, to);
        services.focusStage();
      },
    });
    return () => {
      restOn(null);
      stop();
    };
  }, [strip, services]);
  return place;
}

const tabsIn = (strip: HTMLElement) =>
  [...strip.querySelectorAll<HTMLElement>('[data-tab]')].map((tab) => ({ id: tab.dataset.tab ?? '', rect: tab.getBoundingClientRect() }));

function tabAt(strip: HTMLElement, x: number): string | null {
  return tabsIn(strip).find(({ rect }) => x >= rect.left && x < rect.right)?.id ?? null;
}

function placeAt(strip: HTMLElement, x: number): StripPlace | null {
  const tabs = tabsIn(strip);
  const before = tabs.find(({ rect }) => x < rect.left + rect.width / 2);
  if (before !== undefined) return { tab: before.id, side: 'before' };
  const last = tabs.at(-1);
  return last === undefined ? null : { tab: last.id, side: 'after' };
}
