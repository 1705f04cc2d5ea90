import { type RefObject, useLayoutEffect, useRef } from 'react';
import { cameDown, type ListRow, startsOf } from './list-rows.ts';

/**
 * Keeps what is read where it is while rows come, go and change places above it; at the top of the list what is new comes into sight. What
 * is searched for is read from its beginning.
 * @param heightOf CSS pixels; the same function until heights change
 */
export function useKeptPlace(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly ListRow[],
  heightOf: (row: ListRow) => number,
  search: string,
): void {
  const known = useRef<{ readonly starts: ReadonlyMap<string, number>; readonly search: string } | null>(null);
  useLayoutEffect(() => {
    const before = known.current;
    const starts = startsOf(rows, heightOf);
    known.current = { starts, search };
    const list = scroller.current;
    if (before === null || list === null || list.scrollTop === 0) return;
    if (before.search !== search) list.scrollTop = 0;
    else list.scrollTop += cameDown(before.starts, starts, list.scrollTop, list.scrollTop + list.clientHeight);
  }, [scroller, rows, heightOf, search]);
}
