import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** Height of a row, CSS pixels. */
const ROW = 28;
/** Rows drawn above and below what is in sight: what a page of the wheel needs before the next frame. */
const OVERSCAN = 10;
/** Rows that Page Up and Page Down go over. */
const STEP = 10;

export interface RowListProps<T, K extends string | number> {
  readonly label: string;
  /** Newest first. */
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => K;
  /** The row whose details are shown. */
  readonly selected: K | null;
  readonly onSelect: (key: K | null) => void;
  /** The end is near: so few rows are left below what is in sight. */
  readonly ahead: number;
  readonly onOlder: () => void;
  /** What stands above each part of the rows, laid out like them; told to nobody who hears the rows. */
  readonly head?: ReactNode;
  /** What stands in a row. */
  readonly draw: (row: T) => ReactNode;
}

/**
 * Rows of which one is looked at; arrows, Page Up and Down, Home and End go from one to the next and show its details, Escape closes
 * them. Only what is in sight is drawn, and the row with the focus, which must not lose it by scrolling. What is read stays where it is
 * when newer rows come above it.
 */
export function RowList<T, K extends string | number>({
  label,
  rows,
  keyOf,
  selected,
  onSelect,
  ahead,
  onOlder,
  head,
  draw,
}: RowListProps<T, K>) {
  const scroller = useRef<HTMLDivElement>(null);
  const indexOf = useCallback((key: K | null) => rows.findIndex((row) => keyOf(row) === key), [rows, keyOf]);
  const kept = Math.max(0, indexOf(selected));
  const keyAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : keyOf(row);
  };
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => keyAt(index) ?? index,
    overscan: OVERSCAN,
    rangeExtractor: useCallback(
      (range: Range) => {
        const drawn = defaultRangeExtractor(range);
        return drawn.includes(kept) ? drawn : [...drawn, kept].sort((a, b) => a - b);
      },
      [kept],
    ),
  });
  const items = virtual.getVirtualItems();
  const last = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (last + ahead >= rows.length) onOlder();
  }, [last, ahead, rows.length, onOlder]);

  const newest = keyAt(0);
  const first = useRef(newest);
  useLayoutEffect(() => {
    const came = first.current === undefined ? 0 : indexOf(first.current);
    first.current = newest;
    if (came > 0 && scroller.current !== null && scroller.current.scrollTop > 0) scroller.current.scrollTop += came * ROW;
  }, [newest, indexOf]);

  const wantsFocus = useRef<K | null>(null);
  useEffect(() => {
    // After every drawing: the row that is to have the focus may have to be scrolled into sight first.
    if (wantsFocus.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(String(wantsFocus.current))}"]`);
    if (row === null || row === undefined) return;
    wantsFocus.current = null;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const end = rows.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + STEP,
      PageUp: index - STEP,
      Home: 0,
      End: end,
    };
    const move = moves[event.key];
    const to = move === undefined ? undefined : Math.min(Math.max(move, 0), end);
    const key = to === undefined ? undefined : keyAt(to);
    if (to !== undefined && key !== undefined) {
      wantsFocus.current = key;
      virtual.scrollToIndex(to);
      onSelect(key);
    } else if (event.key === 'Escape' && selected !== null) onSelect(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      {head === undefined ? null : (
        // Where the rows have a scroll bar, it has the room of one.
        <div
          aria-hidden="true"
          className="flex h-6 shrink-0 items-center gap-3 overflow-hidden border-line border-b px-4 text-ink-2 text-xs [scrollbar-gutter:stable] max-[719px]:hidden"
        >
          {head}
        </div>
      )}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-2 [scrollbar-gutter:stable]">
        <ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = keyOf(row);
            return (
              <li
                key={key}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW, transform: `translateY(${start}px)` }}
              >
                <button
                  type="button"
                  data-row={key}
                  tabIndex={index === kept ? 0 : -1}
                  aria-current={key === selected ? 'true' : undefined}
                  onClick={() => onSelect(key)}
                  onKeyDown={(event) => onKeyDown(event, index)}
                  className="flex h-full w-full items-center gap-3 px-4 text-left -outline-offset-2 hover:bg-hover aria-[current]:bg-selected"
                >
                  {draw(row)}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
