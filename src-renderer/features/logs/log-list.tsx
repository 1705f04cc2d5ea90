import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { Bug, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { LogLevel, LogLine } from '#shared/contract/index.ts';
import { clockText } from '#shared/messages/time.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';

/** Height of a row, CSS pixels. */
const ROW = 28;
/** Rows drawn above and below what is in sight: what a page of the wheel needs before the next frame. */
const OVERSCAN = 10;
/** Older lines are fetched when so few rows are left below. */
const AHEAD = 80;
/** Rows that Page Up and Page Down move by. */
const STEP = 10;

const MARK: Record<LogLevel, readonly [LucideIcon, string]> = {
  error: [CircleX, 'text-failed'],
  warn: [TriangleAlert, 'text-needs'],
  info: [Info, 'text-ink-2'],
  debug: [Bug, 'text-ink-3'],
};

export interface LogListProps {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  /** The line whose details are shown. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** The end is near. */
  readonly onOlder: () => void;
}

/**
 * The lines; arrows, Page Up and Down, Home and End go from one to the next and show its details, Escape closes them. Only what is in
 * sight is drawn, and the row with the focus, which must not lose it by scrolling. What is read stays where it is when newer lines come.
 */
export function LogList({ lines, selected, onSelect, onOlder }: LogListProps) {
  const t = useText();
  const language = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const kept = Math.max(
    0,
    lines.findIndex(({ id }) => id === selected),
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => lines[index]?.id ?? index,
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
    if (last + AHEAD >= lines.length) onOlder();
  }, [last, lines.length, onOlder]);

  const first = useRef(lines[0]?.id);
  useLayoutEffect(() => {
    const came = first.current === undefined ? 0 : lines.findIndex(({ id }) => id === first.current);
    first.current = lines[0]?.id;
    if (came > 0 && scroller.current !== null && scroller.current.scrollTop > 0) scroller.current.scrollTop += came * ROW;
  }, [lines]);

  const wantsFocus = useRef<string | null>(null);
  useEffect(() => {
    // After every drawing: the row that is to have the focus may have to be scrolled into sight first.
    if (wantsFocus.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-log-line="${CSS.escape(wantsFocus.current)}"]`);
    if (row === null || row === undefined) return;
    wantsFocus.current = null;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const end = lines.length - 1;
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
    const line = to === undefined ? undefined : lines[to];
    if (to !== undefined && line !== undefined) {
      wantsFocus.current = line.id;
      virtual.scrollToIndex(to);
      onSelect(line.id);
    } else if (event.key === 'Escape' && selected !== null) onSelect(null);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-2">
      <ul aria-label={t('window.logs.list')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          const [Mark, colour] = MARK[line.level];
          const values = valuesOf(line);
          return (
            <li
              key={line.id}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <button
                type="button"
                data-log-line={line.id}
                tabIndex={index === kept ? 0 : -1}
                aria-current={line.id === selected ? 'true' : undefined}
                onClick={() => onSelect(line.id)}
                onKeyDown={(event) => onKeyDown(event, index)}
                className="flex h-full w-full items-center gap-3 px-4 text-left -outline-offset-2 hover:bg-hover aria-[current]:bg-selected"
              >
                <time dateTime={new Date(line.at).toISOString()} className="w-28 shrink-0 text-ink-3 text-xs tabular-nums">
                  {clockText(line.at, language)}
                </time>
                <Mark
                  size={14}
                  strokeWidth={1.75}
                  role="img"
                  aria-label={t(`window.logs.is.${line.level}`)}
                  className={`shrink-0 ${colour}`}
                />
                <span className="w-16 shrink-0 truncate text-ink-2 text-sm max-[719px]:hidden">{line.process}</span>
                <span title={`${line.message} ${values}`} className="min-w-0 flex-1 truncate">
                  {line.message} <span className="text-ink-2 text-sm">{values}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function valuesOf({ fields }: LogLine): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
