import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { focusedPane } from '../../state/layout-tree.ts';
import { GroupHeading } from './group-heading.tsx';
import { type Group, groupSessions } from './grouping.ts';
import { useListDrop } from './list-drag.ts';
import { filterOf } from './list-filter.ts';
import { between, type ListRow, rowsOf } from './list-rows.ts';
import { NothingFits } from './list-states.tsx';
import { SessionMenu } from './session-menu.tsx';
import { SessionRow } from './session-row.tsx';
import { useFilterWords } from './use-filter-words.ts';
import { useKeptPlace } from './use-kept-place.ts';
import { useListKeys } from './use-list-keys.ts';

/** Heights, CSS pixels; a row's is the density's (`--row` in tokens.css). */
const HEADING = 32;
const ROW = { comfortable: 40, compact: 28 };
/** Rows drawn above and below what is in sight: what a page of the wheel needs before the next frame. */
const OVERSCAN = 10;

/**
 * The sessions: pins, by need, the person's groups, by folder. Arrow keys go from row to row, with Shift they choose, with Alt they put
 * the row in another place; Enter opens, F2 renames, Delete deletes. Only
 * what is in sight is drawn, and the row with the focus, which must not lose it by scrolling.
 */
export function SessionList() {
  const services = useServices();
  const byId = useStore(services.sessions, (state) => state.byId);
  const current = useStore(services.layout, (state) => focusedPane(state.layout)?.session ?? null);
  const density = useStore(services.preferences, (state) => state.settings.density);
  const { search, folded, chosen } = useStore(services.list);
  const wanted = search?.trim() ?? '';
  const words = useFilterWords();
  const order = useStore(services.habits.store, (state) => state.groups);
  const groups = useMemo(() => {
    const all = Object.values(byId);
    return groupSessions(wanted === '' ? all : all.filter(filterOf(wanted, words)), order);
  }, [byId, wanted, words, order]);
  // What was searched for is shown wherever it is.
  const rows = useMemo(() => rowsOf(groups, wanted === '' ? folded : new Set()), [groups, folded, wanted]);
  const inRows = useMemo(() => rows.flatMap((row) => (row.kind === 'session' ? [row.id] : [])), [rows]);
  const [marked, setMarked] = useState<SessionId | null>(null);
  const stop = [marked, current].find((id) => id !== null && inRows.includes(id)) ?? inRows[0];

  const scroller = useRef<HTMLDivElement>(null);
  const indexOf = useCallback((id: SessionId | undefined) => rows.findIndex((row) => row.key === id), [rows]);
  const place = useListDrop(scroller, groups);
  const kept = indexOf(stop);
  const heightOf = useCallback((row: ListRow | undefined) => (row?.kind === 'heading' ? HEADING : ROW[density]), [density]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: OVERSCAN,
    rangeExtractor: useCallback(
      (range: Range) => {
        const drawn = defaultRangeExtractor(range);
        return kept === -1 || drawn.includes(kept) ? drawn : [...drawn, kept].sort((a, b) => a - b);
      },
      [kept],
    ),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes depend on the density, and on which rows are headings
  useLayoutEffect(() => virtual.measure(), [virtual, heightOf, rows]);
  useKeptPlace(scroller, rows, heightOf, wanted);

  const wantsFocus = useRef<SessionId | null>(null);
  useEffect(() => {
    // After every drawing: the row that is to have the focus may have to be scrolled into sight first.
    if (wantsFocus.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-session="${CSS.escape(wantsFocus.current)}"]`);
    if (row === null || row === undefined) return;
    wantsFocus.current = null;
    row.focus({ preventScroll: true });
  });
  const focusRow = useCallback(
    (id: SessionId) => {
      wantsFocus.current = id;
      setMarked(id);
      virtual.scrollToIndex(indexOf(id));
    },
    [virtual, indexOf],
  );

  // What is opened from elsewhere (the switcher, "next that needs me") is found in the list at a glance.
  const shown = useRef<SessionId | null>(null);
  useEffect(() => {
    const at = current === null || current === shown.current ? -1 : indexOf(current);
    if (at === -1) return;
    shown.current = current;
    virtual.scrollToIndex(at);
  }, [current, indexOf, virtual]);

  const anchor = useRef<SessionId | null>(null);
  const open = useCallback(
    (id: SessionId, how: { readonly toggle: boolean; readonly range: boolean }) => {
      const { chosen: before, choose } = services.list.getState();
      if (how.range) {
        choose(between(inRows, anchor.current ?? stop ?? id, id));
        return;
      }
      anchor.current = id;
      if (how.toggle) {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        choose(next);
        return;
      }
      choose([]);
      services.openSession(id);
    },
    [services, inRows, stop],
  );
  const onKeyDown = useListKeys({ order: inRows, anchor, focusRow });

  return (
    <SessionMenu>
      <div ref={scroller} data-session-list className="min-h-0 flex-1 overflow-y-auto px-1 pb-2">
        {rows.length === 0 ? <NothingFits /> : null}
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <li
                key={row.key}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: size, transform: `translateY(${start}px)` }}
              >
                {row.kind === 'heading' ? (
                  <GroupHeading
                    group={row.group}
                    folded={row.folded}
                    target={place?.kind === 'into' && place.key === row.key}
                    before={place?.kind === 'group' && place.where === 'before' && place.other === row.key}
                  />
                ) : (
                  <SessionRow
                    id={row.id}
                    current={row.id === current}
                    chosen={chosen.has(row.id)}
                    stop={row.id === stop}
                    showFolder={row.showFolder}
                    mark={markOf(row.id, place, groups)}
                    onOpen={open}
                    onFocus={setMarked}
                    onKeyDown={onKeyDown}
                  />
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </SessionMenu>
  );
}

/** On which side of a row it is shown where something would come; a group comes below the last row of another. */
function markOf(id: SessionId, place: ReturnType<typeof useListDrop>, groups: readonly Group[]): 'before' | 'after' | null {
  if (place?.kind === 'beside') return place.other === id ? place.where : null;
  if (place?.kind !== 'group' || place.where !== 'after') return null;
  return groups.find(({ key }) => key === place.other)?.sessions.at(-1)?.id === id ? 'after' : null;
}
