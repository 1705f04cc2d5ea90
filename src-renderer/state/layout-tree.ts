import type { SessionId } from '#shared/ids.ts';

/** One place for a session's terminal; empty until the person chose one. */
export interface Pane {
  readonly kind: 'pane';
  readonly id: string;
  readonly session: SessionId | null;
}

/** Nodes side by side (`row`) or one above the other (`column`); sizes in percent, in the order of the children. */
export interface Split {
  readonly kind: 'split';
  readonly id: string;
  readonly axis: 'row' | 'column';
  readonly children: readonly LayoutNode[];
  readonly sizes: readonly number[];
}

export type LayoutNode = Pane | Split;

export interface Tab {
  readonly id: string;
  readonly root: LayoutNode;
  /** The pane that has (or last had) the caret. */
  readonly focused: string;
}

/** What the stage shows. A session is in at most one pane of a window. */
export interface Layout {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
}

export const EMPTY_LAYOUT: Layout = { tabs: [], active: null };

/** Makes ids for panes, splits and tabs; they only need to be unique within one layout. */
export type NewId = () => string;

/** The panes of a node in reading order. */
export function panesOf(node: LayoutNode): readonly Pane[] {
  return node.kind === 'pane' ? [node] : node.children.flatMap(panesOf);
}

/** The tab on show. */
export function activeTab(layout: Layout): Tab | null {
  return layout.tabs.find((tab) => tab.id === layout.active) ?? null;
}

/** The pane that has the caret in the tab on show. */
export function focusedPane(layout: Layout): Pane | null {
  const tab = activeTab(layout);
  return tab === null ? null : (panesOf(tab.root).find((pane) => pane.id === tab.focused) ?? null);
}

/** Where a session is shown. */
export function whereIs(layout: Layout, session: SessionId): { readonly tab: Tab; readonly pane: Pane } | null {
  for (const tab of layout.tabs) {
    for (const pane of panesOf(tab.root)) if (pane.session === session) return { tab, pane };
  }
  return null;
}

/** Every session that has a pane. */
export function sessionsIn(layout: Layout): readonly SessionId[] {
  return layout.tabs.flatMap((tab) => panesOf(tab.root).flatMap((pane) => (pane.session === null ? [] : [pane.session])));
}

/** Shows a session: goes where it is, else fills the focused empty pane, else opens a tab. */
export function openSession(layout: Layout, session: SessionId, newId: NewId): Layout {
  const found = whereIs(layout, session);
  if (found !== null) return focusPane(layout, found.pane.id);
  const focused = focusedPane(layout);
  if (focused !== null && focused.session === null) return placeSession(layout, focused.id, session);
  const pane: Pane = { kind: 'pane', id: newId(), session };
  const tab: Tab = { id: newId(), root: pane, focused: pane.id };
  const at = layout.tabs.findIndex((t) => t.id === layout.active) + 1;
  return { tabs: [...layout.tabs.slice(0, at), tab, ...layout.tabs.slice(at)], active: tab.id };
}

/** Puts a session into a pane; from another pane of the window it moves there, and what it leaves empty closes. */
export function placeSession(layout: Layout, paneId: string, session: SessionId): Layout {
  const found = whereIs(layout, session);
  const cleared = found === null || found.pane.id === paneId ? layout : closePane(layout, found.pane.id);
  const placed = mapPanes(cleared, (pane) => (pane.id === paneId ? { ...pane, session } : pane));
  return focusPane(placed, paneId);
}

/** Gives a pane the caret and shows its tab. */
export function focusPane(layout: Layout, paneId: string): Layout {
  const tab = layout.tabs.find((t) => panesOf(t.root).some((pane) => pane.id === paneId));
  if (tab === undefined) return layout;
  if (layout.active === tab.id && tab.focused === paneId) return layout;
  return { tabs: layout.tabs.map((t) => (t.id === tab.id ? { ...t, focused: paneId } : t)), active: tab.id };
}

/** Splits a pane in two halves; the new one is empty, comes right of it or below it, and gets the caret. */
export function splitPane(layout: Layout, paneId: string, axis: Split['axis'], newId: NewId): Layout {
  const added: Pane = { kind: 'pane', id: newId(), session: null };
  const side = axis === 'row' ? 'right' : 'bottom';
  const tabs = layout.tabs.map((tab) => ({ ...tab, root: insertBeside(tab.root, paneId, side, added, newId) }));
  return focusPane({ ...layout, tabs }, added.id);
}

/** An edge of a pane. */
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** Puts a node beside a pane, which gives it half of its room; the same node when the pane is not in it. */
export function insertBeside(node: LayoutNode, paneId: string, side: Side, added: LayoutNode, newId: NewId): LayoutNode {
  const axis = side === 'left' || side === 'right' ? 'row' : 'column';
  const first = side === 'left' || side === 'top';
  if (node.kind === 'pane') {
    if (node.id !== paneId) return node;
    return { kind: 'split', id: newId(), axis, children: first ? [added, node] : [node, added], sizes: [50, 50] };
  }
  const at = node.children.findIndex((child) => child.kind === 'pane' && child.id === paneId);
  if (at === -1 || node.axis !== axis) {
    return { ...node, children: node.children.map((child) => insertBeside(child, paneId, side, added, newId)) };
  }
  // In the same direction the pane shares its own room; the others keep theirs.
  const half = (node.sizes[at] ?? 0) / 2;
  const to = first ? at : at + 1;
  return {
    ...node,
    children: [...node.children.slice(0, to), added, ...node.children.slice(to)],
    sizes: [...node.sizes.slice(0, at), half, half, ...node.sizes.slice(at + 1)],
  };
}

/** Closes a pane: its neighbours take its room, the nearest one the caret; the last pane takes its tab with it. */
export function closePane(layout: Layout, paneId: string): Layout {
  const tab = layout.tabs.find((t) => panesOf(t.root).some((pane) => pane.id === paneId));
  if (tab === undefined) return layout;
  const before = panesOf(tab.root);
  const root = without(tab.root, paneId);
  if (root === null) return closeTab(layout, tab.id);
  const left = panesOf(root);
  const at = before.findIndex((pane) => pane.id === paneId);
  const heir = left[Math.min(Math.max(at - 1, 0), left.length - 1)];
  const focused = tab.focused === paneId && heir !== undefined ? heir.id : tab.focused;
  return { ...layout, tabs: layout.tabs.map((t) => (t.id === tab.id ? { ...t, root, focused } : t)) };
}

/** Closes a tab; the one to its left is shown next. */
export function closeTab(layout: Layout, tabId: string): Layout {
  const at = layout.tabs.findIndex((tab) => tab.id === tabId);
  if (at === -1) return layout;
  const tabs = layout.tabs.filter((tab) => tab.id !== tabId);
  const next = tabs[Math.max(at - 1, 0)];
  return { tabs, active: layout.active === tabId ? (next?.id ?? null) : layout.active };
}

/** Shows the tab `by` places further, around the ends. */
export function cycleTab(layout: Layout, by: 1 | -1): Layout {
  const at = layout.tabs.findIndex((tab) => tab.id === layout.active);
  const next = layout.tabs[(at + by + layout.tabs.length) % Math.max(layout.tabs.length, 1)];
  return next === undefined ? layout : { ...layout, active: next.id };
}

/** New sizes (percent) of a split, after the person dragged a separator. */
export function setSizes(layout: Layout, splitId: string, sizes: readonly number[]): Layout {
  const set = (node: LayoutNode): LayoutNode => {
    if (node.kind === 'pane') return node;
    if (node.id === splitId && sizes.length === node.children.length) return { ...node, sizes };
    return { ...node, children: node.children.map(set) };
  };
  return { ...layout, tabs: layout.tabs.map((tab) => ({ ...tab, root: set(tab.root) })) };
}

/** Takes out every pane whose session is not in `existing` any more. */
export function keepOnly(layout: Layout, existing: ReadonlySet<SessionId>): Layout {
  let next = layout;
  for (const session of sessionsIn(layout)) {
    const found = existing.has(session) ? null : whereIs(next, session);
    if (found !== null) next = closePane(next, found.pane.id);
  }
  return next;
}

function mapPanes(layout: Layout, change: (pane: Pane) => Pane): Layout {
  const map = (node: LayoutNode): LayoutNode => (node.kind === 'pane' ? change(node) : { ...node, children: node.children.map(map) });
  return { ...layout, tabs: layout.tabs.map((tab) => ({ ...tab, root: map(tab.root) })) };
}

function without(node: LayoutNode, paneId: string): LayoutNode | null {
  if (node.kind === 'pane') return node.id === paneId ? null : node;
  const kept: { child: LayoutNode; size: number }[] = [];
  node.children.forEach((child, i) => {
    const left = without(child, paneId);
    if (left !== null) kept.push({ child: left, size: node.sizes[i] ?? 0 });
  });
  const [only] = kept;
  if (only === undefined) return null;
  if (kept.length === 1) return only.child;
  const total = kept.reduce((sum, k) => sum + k.size, 0);
  return { ...node, children: kept.map((k) => k.child), sizes: kept.map((k) => (k.size / total) * 100) };
}
