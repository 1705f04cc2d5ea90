import type { Terminal } from '@xterm/xterm';

/** Lets dragging with Alt select lines while rectangles are not wanted; xterm.js has no option for it. Lives as long as the host. */
export function guardRectangles(host: HTMLElement, terminal: Pick<Terminal, 'modes'>, wanted: () => boolean): void {
  host.addEventListener(
    'mousedown',
    (event) => {
      // A program that follows the mouse gets the press with its Alt, unless Shift takes the mouse from it.
      const selects = terminal.modes.mouseTrackingMode === 'none' || event.shiftKey;
      if (event.altKey && selects && !wanted()) Object.defineProperty(event, 'altKey', { value: false });
    },
    { capture: true },
  );
  // The pointer is a cross while Alt is down, because a rectangle would come of it.
  host.addEventListener('keydown', () => host.toggleAttribute('data-no-rectangles', !wanted()), { capture: true });
}
