import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbour } from '#renderer/state/layout-geometry.ts';
import { dropOnPane, exchangeNext, joinNextTab, moveTabBy, moveToStrip, ownTab } from '#renderer/state/layout-move.ts';
import {
  closePane,
  closeTab,
  cycleTab,
  EMPTY_LAYOUT,
  focusedPane,
  focusPane,
  keepOnly,
  type Layout,
  type LayoutNode,
  openSession,
  panesOf,
  placeSession,
  sessionsIn,
  setSizes,
  splitPane,
} from '#renderer/state/layout-tree.ts';
import type { SessionId } from '#shared/ids.ts';

const ses = (n: number): SessionId => `ses_${String(n).padStart(26, '0')}`;
function ids() {
  let n = 0;
  return () => {
    n += 1;
    return `n${n}`;
  };
}
const focusedId = (layout: Layout) => focusedPane(layout)?.id ?? 'none';

/** One tab: session 1 left, right of it session 2 above session 3; the caret is in 3. */
function threePanes() {
  const newId = ids();
  let layout = openSession(EMPTY_LAYOUT, ses(1), newId);
  layout = splitPane(layout, focusedId(layout), 'row', newId);
  layout = openSession(layout, ses(2), newId);
  layout = splitPane(layout, focusedId(layout), 'column', newId);
  layout = openSession(layout, ses(3), newId);
  const pane = (n: number) => panesOf(layout.tabs[0]!.root).find((p) => p.session === ses(n))!.id;
  return { layout, newId, pane };
}

describe('opening a session', () => {
  it('makes a tab for it, right of the one on show, with the caret in it', () => {
    const newId = ids();
    let layout = openSession(EMPTY_LAYOUT, ses(1), newId);
    layout = openSession(layout, ses(2), newId);
    layout = { ...layout, active: layout.tabs[0]!.id };
    layout = openSession(layout, ses(3), newId);
    expect(sessionsIn(layout)).toEqual([ses(1), ses(3), ses(2)]);
    expect(focusedPane(layout)?.session).toBe(ses(3));
  });

  it('goes where it already is instead of showing it twice', () => {
    const { layout, newId } = threePanes();
    const again = openSession(layout, ses(1), newId);
    expect(sessionsIn(again)).toHaveLength(3);
    expect(focusedPane(again)?.session).toBe(ses(1));
  });

  it('fills the empty pane that a split has made', () => {
    const { layout } = threePanes();
    expect(layout.tabs).toHaveLength(1);
    expect(sessionsIn(layout)).toEqual([ses(1), ses(2), ses(3)]);
  });
});

describe('splitting and closing', () => {
  it('shares the room of the split pane only', () => {
    const { layout, newId, pane } = threePanes();
    const root = splitPane(layout, pane(1), 'row', newId).tabs[0]!.root;
    expect(root.kind === 'split' && root.sizes).toEqual([25, 25, 50]);
  });

  it('gives the room of a closed pane to its neighbours and leaves no split with one child', () => {
    const { layout, pane } = threePanes();
    const closed = closePane(layout, pane(2));
    const root = closed.tabs[0]!.root;
    expect(root).toMatchObject({ kind: 'split', axis: 'row', sizes: [50, 50] });
    expect(panesOf(root).map((p) => p.session)).toEqual([ses(1), ses(3)]);
  });

  it('takes the tab with the last pane and shows the tab to its left', () => {
    const newId = ids();
    let layout = openSession(EMPTY_LAYOUT, ses(1), newId);
    layout = openSession(layout, ses(2), newId);
    layout = closePane(layout, focusedId(layout));
    expect(focusedPane(layout)?.session).toBe(ses(1));
    expect(closePane(layout, focusedId(layout))).toEqual(EMPTY_LAYOUT);
  });

  it('moves a session out of the pane where it was, which closes', () => {
    const { layout, newId, pane } = threePanes();
    let next = openSession(layout, ses(4), newId);
    next = placeSession(next, pane(1), ses(4));
    expect(next.tabs).toHaveLength(1);
    expect(sessionsIn(next)).toEqual([ses(4), ses(2), ses(3)]);
  });

  it('forgets sessions that were deleted', () => {
    const { layout } = threePanes();
    expect(sessionsIn(keepOnly(layout, new Set([ses(2)])))).toEqual([ses(2)]);
    expect(keepOnly(layout, new Set())).toEqual(EMPTY_LAYOUT);
  });

  it('keeps the sizes that a separator was dragged to', () => {
    const { layout } = threePanes();
    const root = layout.tabs[0]!.root;
    const sized = setSizes(layout, root.id, [30, 70]).tabs[0]!.root;
    expect(sized.kind === 'split' && sized.sizes).toEqual([30, 70]);
  });
});

describe('moving between panes and tabs', () => {
  it('goes to the pane with the longest common edge', () => {
    const { layout, pane } = threePanes();
    const { root } = layout.tabs[0]!;
    expect(neighbour(root, pane(2), 'left')).toBe(pane(1));
    expect(neighbour(root, pane(2), 'down')).toBe(pane(3));
    expect(neighbour(root, pane(3), 'up')).toBe(pane(2));
    expect(neighbour(root, pane(1), 'left')).toBeNull();
    const tall = setSizes(layout, panesOf(root).length > 0 && root.kind === 'split' ? root.children[1]!.id : '', [20, 80]).tabs[0]!.root;
    expect(neighbour(tall, pane(1), 'right')).toBe(pane(3));
  });

  it('goes around the ends of the tabs', () => {
    const newId = ids();
    let layout = openSession(EMPTY_LAYOUT, ses(1), newId);
    layout = openSession(layout, ses(2), newId);
    expect(focusedPane(cycleTab(layout, 1))?.session).toBe(ses(1));
    expect(focusedPane(cycleTab(layout, -1))?.session).toBe(ses(1));
    expect(cycleTab(EMPTY_LAYOUT, 1)).toEqual(EMPTY_LAYOUT);
  });
});

/** What must hold whatever a person does. */
function check(layout: Layout): void {
  const shown = sessionsIn(layout);
  expect(new Set(shown).size).toBe(shown.length);
  expect(layout.active === null).toBe(layout.tabs.length === 0);
  if (layout.active !== null) expect(layout.tabs.some((tab) => tab.id === layout.active)).toBe(true);
  const node = (at: LayoutNode) => {
    if (at.kind === 'pane') return;
    expect(at.children.length).toBeGreaterThan(1);
    expect(at.sizes).toHaveLength(at.children.length);
    expect(at.sizes.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 5);
    at.children.forEach(node);
  };
  for (const tab of layout.tabs) {
    node(tab.root);
    expect(panesOf(tab.root).some((pane) => pane.id === tab.focused)).toBe(true);
  }
}

describe('any sequence of actions', () => {
  it('leaves a layout in which each session is shown once and every split adds up', () => {
    const pick = fc.nat(20);
    const act = fc.oneof(
      fc.record({ do: fc.constant('open' as const), n: fc.nat(6) }),
      fc.record({ do: fc.constant('split' as const), axis: fc.constantFrom('row' as const, 'column' as const) }),
      fc.record({ do: fc.constant('close' as const), pick }),
      fc.record({ do: fc.constant('focus' as const), pick }),
      fc.record({ do: fc.constant('place' as const), pick, n: fc.nat(6) }),
      fc.record({ do: fc.constant('closeTab' as const), pick }),
      fc.record({ do: fc.constant('delete' as const), n: fc.nat(6) }),
      fc.record({
        do: fc.constant('key' as const),
        key: fc.constantFrom('join' as const, 'own' as const, 'exchange' as const, 'left' as const),
      }),
      fc.record({
        do: fc.constant('drag' as const),
        kind: fc.constantFrom('tab' as const, 'pane' as const),
        from: pick,
        pick,
        to: fc.constantFrom('left', 'right', 'top', 'bottom', 'middle', 'before', 'after'),
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const newId = ids();
        let layout = EMPTY_LAYOUT;
        for (const a of acts) {
          const panes = layout.tabs.flatMap((tab) => panesOf(tab.root));
          const chosen = 'pick' in a ? panes[a.pick % Math.max(panes.length, 1)]?.id : undefined;
          if (a.do === 'open') layout = openSession(layout, ses(a.n), newId);
          else if (a.do === 'split') layout = splitPane(layout, focusedId(layout), a.axis, newId);
          else if (a.do === 'delete') layout = keepOnly(layout, new Set([0, 1, 2, 3, 4, 5, 6].filter((n) => n !== a.n).map(ses)));
          else if (a.do === 'closeTab') layout = closeTab(layout, layout.tabs[a.pick % Math.max(layout.tabs.length, 1)]?.id ?? '');
          else if (a.do === 'key') {
            const keys = { join: joinNextTab, own: ownTab, exchange: exchangeNext, left: (from: Layout) => moveTabBy(from, -1) };
            layout = keys[a.key](layout, newId);
          } else if (chosen === undefined) continue;
          else if (a.do === 'drag') {
            const before = sessionsIn(layout).toSorted();
            const all = a.kind === 'tab' ? layout.tabs : panes;
            const moved = { kind: a.kind, id: all[a.from % all.length]!.id };
            const tab = layout.tabs[a.pick % layout.tabs.length]!.id;
            layout =
              a.to === 'before' || a.to === 'after'
                ? moveToStrip(layout, moved, { tab, side: a.to }, newId)
                : dropOnPane(layout, moved, chosen, a.to as 'left', newId);
            // Nothing is lost by being moved.
            expect(sessionsIn(layout).toSorted()).toEqual(before);
          } else if (a.do === 'close') layout = closePane(layout, chosen);
          else if (a.do === 'focus') layout = focusPane(layout, chosen);
          else layout = placeSession(layout, chosen, ses(a.n));
          check(layout);
        }
      }),
    );
  });
});
