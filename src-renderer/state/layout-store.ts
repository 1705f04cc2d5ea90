import { createStore } from 'zustand/vanilla';
import type { SessionId } from '#shared/ids.ts';
import { type Direction, neighbour } from './layout-geometry.ts';
import {
  dropOnPane,
  exchangeNext,
  joinNextTab,
  type Moved,
  moveTabBy,
  moveToStrip,
  ownTab,
  type StripPlace,
  type Zone,
} from './layout-move.ts';
import {
  activeTab,
  closePane,
  closeTab,
  cycleTab,
  EMPTY_LAYOUT,
  focusedPane,
  focusPane,
  keepOnly,
  type Layout,
  openSession,
  panesOf,
  placeSession,
  type Split,
  setSizes,
  splitPane,
} from './layout-tree.ts';
import { DEFAULT_VIEW, type SavedWindow, type ViewState } from './saved-layout.ts';

/** The places of the window. Not remembered: a new window begins with the sessions. */
export type Place = 'sessions' | 'audit' | 'logs' | 'settings' | 'welcome';

export interface LayoutState {
  readonly layout: Layout;
  readonly place: Place;
  readonly view: ViewState;
  /** Panes that are typed into together; not remembered, because what is typed blindly must have been meant so. */
  readonly together: ReadonlySet<string>;
  /** Sessions in the order they were last looked at, newest first: the switcher's order. */
  readonly recent: readonly SessionId[];
  restore(saved: SavedWindow): void;
  goTo(place: Place): void;
  open(session: SessionId): void;
  assign(paneId: string, session: SessionId): void;
  focus(paneId: string): void;
  split(axis: Split['axis']): void;
  closePane(paneId: string): void;
  closeTab(tabId: string): void;
  showTab(tabId: string): void;
  cycleTab(by: 1 | -1): void;
  moveFocus(direction: Direction): void;
  /** A tab or pane was let go in the strip, or on a zone of a pane. */
  dropInStrip(moved: Moved, place: StripPlace): void;
  dropOnPane(moved: Moved, paneId: string, zone: Zone): void;
  /** The same without a pointer, for the tab on show and the pane with the caret. */
  moveTabBy(by: 1 | -1): void;
  joinNextTab(): void;
  ownTab(): void;
  exchangeNext(): void;
  resize(splitId: string, sizes: readonly number[]): void;
  keepOnly(existing: ReadonlySet<SessionId>): void;
  /** All panes of the tab on show are typed into together, or each by itself again. */
  toggleTogether(): void;
  /** Takes one pane of them out, or in. */
  toggleTogetherPane(paneId: string): void;
  /** The other sessions on show that get what is typed into this one. */
  typedTogether(session: SessionId): readonly SessionId[];
  setView(change: Partial<ViewState>): void;
}

export type LayoutStore = ReturnType<typeof createLayoutStore>;

/** The stage's tabs and panes and what of the frame is open. */
export function createLayoutStore(newId: () => string = () => crypto.randomUUID().slice(0, 8)) {
  return createStore<LayoutState>((set, get) => {
    const change = (layout: Layout) => {
      if (layout === get().layout) return;
      const session = focusedPane(layout)?.session ?? null;
      const recent = session === null ? get().recent : [session, ...get().recent.filter((id) => id !== session)];
      set({ layout, recent });
    };
    return {
      layout: EMPTY_LAYOUT,
      place: 'sessions',
      view: DEFAULT_VIEW,
      recent: [],
      together: new Set(),
      restore: (saved) => {
        change(saved.layout);
        set({ view: saved.view });
      },
      goTo: (place) => set({ place }),
      open: (session) => {
        change(openSession(get().layout, session, newId));
        set({ place: 'sessions' });
      },
      assign: (paneId, session) => change(placeSession(get().layout, paneId, session)),
      focus: (paneId) => change(focusPane(get().layout, paneId)),
      split: (axis) => {
        const pane = focusedPane(get().layout);
        if (pane !== null) change(splitPane(get().layout, pane.id, axis, newId));
      },
      closePane: (paneId) => change(closePane(get().layout, paneId)),
      closeTab: (tabId) => change(closeTab(get().layout, tabId)),
      showTab: (tabId) => change({ ...get().layout, active: tabId }),
      cycleTab: (by) => change(cycleTab(get().layout, by)),
      moveFocus: (direction) => {
        const tab = activeTab(get().layout);
        const next = tab === null ? null : neighbour(tab.root, tab.focused, direction);
        if (next !== null) change(focusPane(get().layout, next));
      },
      dropInStrip: (moved, place) => change(moveToStrip(get().layout, moved, place, newId)),
      dropOnPane: (moved, paneId, zone) => change(dropOnPane(get().layout, moved, paneId, zone, newId)),
      moveTabBy: (by) => change(moveTabBy(get().layout, by)),
      joinNextTab: () => change(joinNextTab(get().layout, newId)),
      ownTab: () => change(ownTab(get().layout, newId)),
      exchangeNext: () => change(exchangeNext(get().layout)),
      resize: (splitId, sizes) => change(setSizes(get().layout, splitId, sizes)),
      keepOnly: (existing) => {
        change(keepOnly(get().layout, existing));
        set({ recent: get().recent.filter((id) => existing.has(id)) });
      },
      toggleTogether: () => {
        const tab = activeTab(get().layout);
        const panes = tab === null ? [] : panesOf(tab.root).map(({ id }) => id);
        set({ together: new Set(panes.some((id) => get().together.has(id)) ? [] : panes) });
      },
      toggleTogetherPane: (paneId) => {
        const together = new Set(get().together);
        if (!together.delete(paneId)) together.add(paneId);
        set({ together });
      },
      typedTogether: (session) => {
        const { layout, together } = get();
        const tab = activeTab(layout);
        const panes = tab === null ? [] : panesOf(tab.root).filter(({ id }) => together.has(id));
        if (!panes.some((pane) => pane.session === session)) return [];
        return panes.flatMap((pane) => (pane.session === null || pane.session === session ? [] : [pane.session]));
      },
      setView: (view) => set({ view: { ...get().view, ...view } }),
    };
  });
}
