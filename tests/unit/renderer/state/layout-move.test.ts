import { describe, expect, it } from 'vitest';
import { zoneAt } from '#renderer/state/layout-geometry.ts';
import { canDrop, dropOnPane, exchangeNext, joinNextTab, moveTabBy, moveToStrip, ownTab } from '#renderer/state/layout-move.ts';
import { EMPTY_LAYOUT, focusedPane, type Layout, openSession, panesOf, sessionsIn, splitPane } from '#renderer/state/layout-tree.ts';
import type { SessionId } from '#shared/ids.ts';

const ses = (n: number): SessionId => `ses_${String(n).padStart(26, '0')}`;
const names = (layout: Layout) => layout.tabs.map((tab) => panesOf(tab.root).map((pane) => Number(pane.session?.slice(4) ?? 0)));

/** Tabs: 1 | 2 beside 3 | 4; the caret is in 4. */
function stage() {
  let n = 0;
  const newId = () => `n${++n}`;
  let layout = openSession(EMPTY_LAYOUT, ses(1), newId);
  layout = openSession(layout, ses(2), newId);
  layout = splitPane(layout, focusedPane(layout)!.id, 'row', newId);
  layout = openSession(layout, ses(3), newId);
  layout = openSession(layout, ses(4), newId);
  expect(names(layout)).toEqual([[1], [2, 3], [4]]);
  const pane = (of: number) => layout.tabs.flatMap((tab) => panesOf(tab.root)).find((p) => p.session === ses(of))!.id;
  const tab = (at: number) => layout.tabs[at]!.id;
  return { layout, newId, pane, tab };
}

describe('a tab or pane that is let go in the strip', () => {
  it('comes there and is shown', () => {
    const { layout, newId, tab } = stage();
    const moved = moveToStrip(layout, { kind: 'tab', id: tab(0) }, { tab: tab(1), side: 'after' }, newId);
    expect(names(moved)).toEqual([[2, 3], [1], [4]]);
    expect(moved.active).toBe(tab(0));
    expect(names(moveToStrip(layout, { kind: 'tab', id: tab(2) }, { tab: tab(0), side: 'before' }, newId))).toEqual([[4], [1], [2, 3]]);
  });

  it('is a tab of its own when it was one pane of several, and the tab itself when it was alone', () => {
    const { layout, newId, pane, tab } = stage();
    expect(names(moveToStrip(layout, { kind: 'pane', id: pane(2) }, { tab: tab(0), side: 'before' }, newId))).toEqual([[2], [1], [3], [4]]);
    expect(names(moveToStrip(layout, { kind: 'pane', id: pane(4) }, { tab: tab(0), side: 'before' }, newId))).toEqual([[4], [1], [2, 3]]);
  });
});

describe('a tab or pane that is let go on a pane', () => {
  it('splits it at the edge, with everything that the tab had', () => {
    const { layout, newId, pane, tab } = stage();
    const moved = dropOnPane(layout, { kind: 'tab', id: tab(1) }, pane(4), 'top', newId);
    expect(names(moved)).toEqual([[1], [2, 3, 4]]);
    expect(moved.tabs[1]!.root).toMatchObject({ kind: 'split', axis: 'column', sizes: [50, 50] });
    expect(focusedPane(moved)?.session).toBe(ses(3));
  });

  it('shares the room of that pane only, on the side where it was let go', () => {
    const { layout, newId, pane, tab } = stage();
    const moved = dropOnPane(layout, { kind: 'tab', id: tab(0) }, pane(3), 'left', newId);
    expect(names(moved)).toEqual([[2, 1, 3], [4]]);
    expect(moved.tabs[0]!.root).toMatchObject({ sizes: [50, 25, 25] });
  });

  it('changes places with it in the middle', () => {
    const { layout, newId, pane, tab } = stage();
    const moved = dropOnPane(layout, { kind: 'tab', id: tab(0) }, pane(3), 'middle', newId);
    expect(names(moved)).toEqual([[3], [2, 1], [4]]);
    expect(focusedPane(moved)?.session).toBe(ses(1));
    expect(names(dropOnPane(layout, { kind: 'pane', id: pane(2) }, pane(3), 'middle', newId))).toEqual([[1], [3, 2], [4]]);
  });

  it('cannot be its own neighbour, and several panes cannot change places with one', () => {
    const { layout, newId, pane, tab } = stage();
    const itself = { kind: 'tab', id: tab(1) } as const;
    expect(canDrop(layout, itself, pane(2), 'left')).toBe(false);
    expect(canDrop(layout, itself, pane(4), 'middle')).toBe(false);
    expect(canDrop(layout, itself, pane(4), 'left')).toBe(true);
    expect(canDrop(layout, { kind: 'pane', id: pane(2) }, pane(2), 'left')).toBe(false);
    expect(dropOnPane(layout, itself, pane(2), 'left', newId)).toBe(layout);
  });
});

describe('the same by keys', () => {
  it('moves the tab on show by one, and no further than the end', () => {
    const { layout } = stage();
    const moved = moveTabBy(layout, -1);
    expect(names(moved)).toEqual([[1], [4], [2, 3]]);
    expect(moveTabBy(layout, 1)).toBe(layout);
  });

  it('joins the next tab, around the end, and takes the pane out again', () => {
    const { layout, newId } = stage();
    const joined = joinNextTab(layout, newId);
    expect(names(joined)).toEqual([
      [1, 4],
      [2, 3],
    ]);
    expect(focusedPane(joined)?.session).toBe(ses(4));
    expect(names(ownTab(joined, newId))).toEqual([[1], [4], [2, 3]]);
  });

  it('exchanges the pane with the next one, and keeps the caret in its session', () => {
    const { layout, newId } = stage();
    const changed = exchangeNext(joinNextTab(layout, newId));
    expect(sessionsIn(changed).slice(0, 2)).toEqual([ses(4), ses(1)]);
    expect(focusedPane(changed)?.session).toBe(ses(4));
  });
});

describe('where on a pane a point is', () => {
  it('is the nearest edge, or the middle when all are far', () => {
    const rect = { left: 100, top: 50, width: 400, height: 200 };
    expect(zoneAt(rect, 110, 150)).toBe('left');
    expect(zoneAt(rect, 490, 150)).toBe('right');
    expect(zoneAt(rect, 300, 55)).toBe('top');
    expect(zoneAt(rect, 300, 245)).toBe('bottom');
    expect(zoneAt(rect, 300, 150)).toBe('middle');
  });
});
