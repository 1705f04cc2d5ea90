import {
  activeTab,
  closePane,
  closeTab,
  focusPane,
  insertBeside,
  type Layout,
  type NewId,
  type Pane,
  panesOf,
  type Side,
  type Tab,
} from './layout-tree.ts';

/** What can be taken to another place of the stage: a tab with all of its panes, or one pane. */
export interface Moved {
  readonly kind: 'tab' | 'pane';
  readonly id: string;
}

/** A place in the strip: beside a tab. */
export interface StripPlace {
  readonly tab: string;
  readonly side: 'before' | 'after';
}

/** Where on a pane something is let go: an edge splits there, the middle exchanges. */
export type Zone = Side | 'middle';

/** The tab that a pane is in. */
export function tabOf(layout: Layout, paneId: string): Tab | null {
  return layout.tabs.find((tab) => panesOf(tab.root).some((pane) => pane.id === paneId)) ?? null;
}

/** Puts a tab, or a pane as a tab of its own, to a place of the strip and shows it. */
export function moveToStrip(layout: Layout, moved: Moved, place: StripPlace, newId: NewId): Layout {
  if (moved.kind === 'tab') {
    const tab = layout.tabs.find(({ id }) => id === moved.id);
    return tab === undefined ? layout : insertTab(layout, tab, place);
  }
  const from = tabOf(layout, moved.id);
  const pane = paneOf(layout, moved.id);
  if (from === null || pane === null) return layout;
  // A pane that is alone is its tab.
  if (from.root.kind === 'pane') return insertTab(layout, from, place);
  return insertTab(closePane(layout, pane.id), { id: newId(), root: pane, focused: pane.id }, place);
}

/** Puts the tab on show one place further in the strip; at an end it stays. */
export function moveTabBy(layout: Layout, by: 1 | -1): Layout {
  const at = layout.tabs.findIndex((tab) => tab.id === layout.active);
  const tab = layout.tabs[at];
  const other = layout.tabs[at + by];
  if (tab === undefined || other === undefined) return layout;
  return insertTab(layout, tab, { tab: other.id, side: by === 1 ? 'after' : 'before' });
}

/** Whether something can be let go on a zone of a pane: not on itself, and only single panes can be exchanged. */
export function canDrop(layout: Layout, moved: Moved, paneId: string, zone: Zone): boolean {
  const target = tabOf(layout, paneId);
  if (target === null) return false;
  if (moved.kind === 'pane') return moved.id !== paneId && paneOf(layout, moved.id) !== null;
  const tab = layout.tabs.find(({ id }) => id === moved.id);
  return tab !== undefined && tab.id !== target.id && (zone !== 'middle' || tab.root.kind === 'pane');
}

/** Lets a tab or a pane go on a pane: at an edge it moves there, in the middle the two panes change places. */
export function dropOnPane(layout: Layout, moved: Moved, paneId: string, zone: Zone, newId: NewId): Layout {
  if (!canDrop(layout, moved, paneId, zone)) return layout;
  const tab = moved.kind === 'tab' ? layout.tabs.find(({ id }) => id === moved.id) : undefined;
  if (zone === 'middle') return exchange(layout, tab?.focused ?? moved.id, paneId);
  const node = tab?.root ?? paneOf(layout, moved.id);
  if (node === null) return layout;
  const left = tab === undefined ? closePane(layout, moved.id) : closeTab(layout, tab.id);
  const tabs = left.tabs.map((one) => ({ ...one, root: insertBeside(one.root, paneId, zone, node, newId) }));
  return focusPane({ ...left, tabs }, tab?.focused ?? moved.id);
}

/** Puts the panes of the tab on show right of those of the next tab. */
export function joinNextTab(layout: Layout, newId: NewId): Layout {
  const tab = activeTab(layout);
  const next = tab === null ? undefined : layout.tabs[(layout.tabs.indexOf(tab) + 1) % layout.tabs.length];
  if (tab === null || next === undefined || next === tab) return layout;
  return dropOnPane(layout, { kind: 'tab', id: tab.id }, next.focused, 'right', newId);
}

/** Takes the pane with the caret out of its tab, into one right of it. */
export function ownTab(layout: Layout, newId: NewId): Layout {
  const tab = activeTab(layout);
  if (tab === null || tab.root.kind === 'pane') return layout;
  return moveToStrip(layout, { kind: 'pane', id: tab.focused }, { tab: tab.id, side: 'after' }, newId);
}

/** The pane with the caret and the next one of its tab change places. */
export function exchangeNext(layout: Layout): Layout {
  const tab = activeTab(layout);
  const panes = tab === null ? [] : panesOf(tab.root);
  const next = panes[(panes.findIndex((pane) => pane.id === tab?.focused) + 1) % Math.max(panes.length, 1)];
  return tab === null || next === undefined || next.id === tab.focused ? layout : exchange(layout, tab.focused, next.id);
}

// Whole panes change places, ids and all: what is bound to a pane goes where its session goes.
function exchange(layout: Layout, a: string, b: string): Layout {
  const [paneA, paneB] = [paneOf(layout, a), paneOf(layout, b)];
  if (paneA === null || paneB === null) return layout;
  const swap = (node: Tab['root']): Tab['root'] => {
    if (node.kind === 'split') return { ...node, children: node.children.map(swap) };
    return node.id === a ? paneB : node.id === b ? paneA : node;
  };
  const tabs = layout.tabs.map((tab) => {
    const root = swap(tab.root);
    const here = new Set(panesOf(root).map(({ id }) => id));
    return { ...tab, root, focused: here.has(tab.focused) ? tab.focused : here.has(a) ? a : b };
  });
  return focusPane({ ...layout, tabs }, a);
}

function insertTab(layout: Layout, tab: Tab, { tab: beside, side }: StripPlace): Layout {
  if (tab.id === beside) return { ...layout, active: tab.id };
  const others = layout.tabs.filter(({ id }) => id !== tab.id);
  const at = others.findIndex(({ id }) => id === beside);
  if (at === -1) return layout;
  const to = side === 'before' ? at : at + 1;
  return { tabs: [...others.slice(0, to), tab, ...others.slice(to)], active: tab.id };
}

function paneOf(layout: Layout, paneId: string): Pane | null {
  for (const tab of layout.tabs) {
    const found = panesOf(tab.root).find((pane) => pane.id === paneId);
    if (found !== undefined) return found;
  }
  return null;
}
