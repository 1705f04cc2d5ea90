import type { KeyboardEvent, PointerEvent } from 'react';

const STEP = 16;

export interface SideHandleProps {
  readonly label: string;
  /** CSS pixels. */
  readonly width: number;
  readonly least: number;
  readonly most: number;
  /** The side of the panel that it stands on; dragging away from the panel widens it. */
  readonly side: 'left' | 'right';
  readonly onWidth: (width: number) => void;
}

/** The edge of a side panel: dragged, or moved with the arrow keys, it changes the panel's width. */
export function SideHandle({ label, width, least, most, side, onWidth }: SideHandleProps) {
  const sign = side === 'right' ? 1 : -1;
  const set = (to: number) => onWidth(Math.round(Math.min(most, Math.max(least, to))));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const { currentTarget: handle, clientX: from, pointerId } = event;
    event.preventDefault();
    handle.setPointerCapture(pointerId);
    const move = (moved: globalThis.PointerEvent) => set(width + sign * (moved.clientX - from));
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') set(width - sign * STEP);
    else if (event.key === 'ArrowRight') set(width + sign * STEP);
    else if (event.key === 'Home') set(least);
    else if (event.key === 'End') set(most);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged or focused
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      className={`absolute inset-y-0 z-10 w-1.5 cursor-ew-resize touch-none hover:bg-accent active:bg-accent motion-safe:transition-colors ${side === 'right' ? '-right-0.5' : '-left-0.5'}`}
    />
  );
}
