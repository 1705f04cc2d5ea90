import type { Rectangle } from 'electron';

/** Where a window was: its place while it is neither maximized nor full screen, and which of these it is. */
export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
  readonly fullScreen: boolean;
}

/** The part of a screen where windows may be. */
export interface Screen {
  readonly workArea: Rectangle;
}

/** Enough of a window's title to take hold of it by, CSS pixels; and how high that is. */
const HOLD = { width: 120, height: 32 };

/**
 * The place nearest to where a window was that a person can reach on the screens that are there now: as it was when enough of its title
 * shows, else moved onto the screen that it was nearest to, and made no larger than that.
 * @param screens at least one, the main one first
 */
export function placeOn(screens: readonly Screen[], wanted: Rectangle): Rectangle {
  if (screens.some(({ workArea }) => titleShows(workArea, wanted))) return wanted;
  const [first, ...others] = screens.map(({ workArea }) => workArea);
  if (first === undefined) return wanted;
  const area = others.reduce((best, other) => (distance(other, wanted) < distance(best, wanted) ? other : best), first);
  const width = Math.min(wanted.width, area.width);
  const height = Math.min(wanted.height, area.height);
  return {
    x: within(wanted.x, area.x, area.x + area.width - width),
    y: within(wanted.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function titleShows(area: Rectangle, { x, y, width }: Rectangle): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  const titleIsOn = y >= area.y && y + HOLD.height <= area.y + area.height;
  return titleIsOn && across >= Math.min(HOLD.width, width);
}

/** How far the middle of `wanted` is from an area; 0 inside of it. */
function distance(area: Rectangle, wanted: Rectangle): number {
  const x = wanted.x + wanted.width / 2;
  const y = wanted.y + wanted.height / 2;
  return Math.hypot(x - within(x, area.x, area.x + area.width), y - within(y, area.y, area.y + area.height));
}

function within(value: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), Math.max(least, most)));
}
