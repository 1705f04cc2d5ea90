import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { Ban, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AuditEntry } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { Age } from '../../components/age.tsx';
import { useText } from '../../i18n/use-text.ts';
import { resultText, whereText, whoText } from './entry-words.ts';

/** Height of a row, CSS pixels. */
const ROW = 28;
/** Rows drawn above and below what is in sight: what a page of the wheel needs before the next frame. */
const OVERSCAN = 10;
/** Older entries are fetched when so few rows are left below. */
const AHEAD = 40;
/** Rows that Page Up and Page Down move by. */
const STEP = 10;

export interface AuditListProps {
  readonly entries: readonly AuditEntry[];
  /** Number of the entry whose details are shown. */
  readonly selected: number | null;
  readonly onSelect: (seq: number | null) => void;
  /** The end is near. */
  readonly onOlder: () => void;
}

/**
 * The entries; arrows, Page Up and Down, Home and End go from one to the next and show its details, Escape closes them. Only what is in
 * sight is drawn, and the row with the focus, which must not lose it by scrolling.
 */
export function AuditList({ entries, selected, onSelect, onOlder }: AuditListProps) {
  const t = useText();
  const { sessions } = useServices();
  const byId = useStore(sessions, (state) => state.byId);
  const nameOf = (session: string) => Object.values(byId).find(({ id }) => id === session)?.name;
  const scroller = useRef<HTMLDivElement>(null);
  const indexOf = useCallback((seq: number | null) => entries.findIndex((entry) => entry.seq === seq), [entries]);
  const kept = Math.max(0, indexOf(selected));
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => entries[index]?.seq ?? index,
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
    if (last + AHEAD >= entries.length) onOlder();
  }, [last, entries.length, onOlder]);

  // What is read stays where it is when newer entries come above it.
  const first = useRef(entries[0]?.seq);
  useLayoutEffect(() => {
    const came = first.current === undefined ? 0 : indexOf(first.current);
    first.current = entries[0]?.seq;
    if (came > 0 && scroller.current !== null && scroller.current.scrollTop > 0) scroller.current.scrollTop += came * ROW;
  }, [entries, indexOf]);

  const wantsFocus = useRef<number | null>(null);
  useEffect(() => {
    // After every drawing: the row that is to have the focus may have to be scrolled into sight first.
    if (wantsFocus.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-audit-entry="${wantsFocus.current}"]`);
    if (row === null || row === undefined) return;
    wantsFocus.current = null;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const end = entries.length - 1;
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
    const entry = to === undefined ? undefined : entries[to];
    if (to !== undefined && entry !== undefined) {
      wantsFocus.current = entry.seq;
      virtual.scrollToIndex(to);
      onSelect(entry.seq);
    } else if (event.key === 'Escape' && selected !== null) onSelect(null);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} data-audit-list className="min-h-0 flex-1 overflow-y-auto pb-2">
      <ul aria-label={t('window.audit.list')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          const words = { who: whoText(entry, t, nameOf), where: whereText(entry), result: resultText(entry, t) };
          return (
            <li
              key={entry.seq}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <button
                type="button"
                data-audit-entry={entry.seq}
                tabIndex={index === kept ? 0 : -1}
                aria-current={entry.seq === selected ? 'true' : undefined}
                onClick={() => onSelect(entry.seq)}
                onKeyDown={(event) => onKeyDown(event, index)}
                className="flex h-full w-full items-center gap-3 px-4 text-left -outline-offset-2 hover:bg-hover aria-[current]:bg-selected"
              >
                <span className="w-10 shrink-0">
                  <Age since={entry.at} />
                </span>
                <Cell text={words.who} className="w-28 shrink-0 text-ink-2 max-[719px]:hidden" />
                <Cell text={entry.procedure} className="w-44 shrink-0 font-mono text-sm max-[719px]:w-36" />
                <Cell text={words.where} className="min-w-0 flex-1 text-ink-2 text-sm" />
                <Outcome entry={entry} text={words.result} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Cell({ text, className }: { readonly text: string; readonly className: string }) {
  return (
    <span title={text} className={`truncate ${className}`}>
      {text}
    </span>
  );
}

function Outcome({ entry, text }: { readonly entry: AuditEntry; readonly text: string }) {
  const [Mark, colour] = markOf(entry);
  return (
    <span className="flex w-48 min-w-0 shrink-0 items-center gap-1.5 max-[719px]:w-28">
      <Mark size={14} strokeWidth={1.75} aria-hidden="true" className={`shrink-0 ${colour}`} />
      <span title={text} className={`truncate text-sm ${entry.result === 'ok' ? 'text-ink-2' : ''}`}>
        {text}
      </span>
    </span>
  );
}

function markOf({ decision, result }: AuditEntry): readonly [LucideIcon, string] {
  if (decision === 'denied') return [Ban, 'text-failed'];
  return result === 'ok' ? [CircleCheck, 'text-done'] : [CircleX, 'text-failed'];
}
