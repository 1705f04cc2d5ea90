import { describe, expect, it } from 'vitest';
import { createLayoutStore } from '#renderer/state/layout-store.ts';
import { EMPTY_LAYOUT, focusedPane } from '#renderer/state/layout-tree.ts';
import { DEFAULT_VIEW, decodeWindow, encodeWindow } from '#renderer/state/saved-layout.ts';
import type { SessionId } from '#shared/ids.ts';

const ses = (n: number): SessionId => `ses_${String(n).padStart(26, '0')}`;

function filled() {
  const store = createLayoutStore();
  store.getState().open(ses(1));
  store.getState().split('row');
  store.getState().open(ses(2));
  store.getState().open(ses(1));
  store.getState().setView({ sidebarWidth: 300, inspectorOpen: true });
  const { layout, view } = store.getState();
  return { layout, view };
}

describe("a window's memory", () => {
  it('brings back tabs, panes, sizes and the pane with the caret', () => {
    const saved = filled();
    expect(decodeWindow(encodeWindow(saved))).toEqual(saved);
    expect(focusedPane(decodeWindow(encodeWindow(saved)).layout)?.session).toBe(ses(1));
  });

  it.each([null, '', 'nonsense', '{"v":2}', '[]', '{"v":1,"layout":{"tabs":[{}],"active":null},"view":{}}'])(
    'is an empty window for %j',
    (json) => {
      expect(decodeWindow(json)).toEqual({ layout: EMPTY_LAYOUT, view: DEFAULT_VIEW });
    },
  );

  it('mends what points nowhere', () => {
    const { layout, view } = filled();
    const [tab] = layout.tabs;
    const broken = { layout: { tabs: [{ ...tab!, focused: 'gone' }], active: 'gone' }, view };
    const mended = decodeWindow(encodeWindow(broken)).layout;
    expect(mended.active).toBe(tab!.id);
    expect(focusedPane(mended)?.session).toBe(ses(1));
  });

  it('shows no session twice', () => {
    const { layout, view } = filled();
    const [tab] = layout.tabs;
    const doubled = { layout: { tabs: [tab!, { ...tab!, id: 'other' }], active: 'other' }, view };
    expect(decodeWindow(encodeWindow(doubled)).layout.tabs).toHaveLength(1);
  });

  it('keeps tabs when only a width is out of bounds', () => {
    const { layout, view } = filled();
    const read = decodeWindow(encodeWindow({ layout, view: { ...view, sidebarWidth: 9_999 } }));
    expect(read.layout).toEqual(layout);
    expect(read.view.sidebarWidth).toBe(DEFAULT_VIEW.sidebarWidth);
  });
});

describe('the order of last use', () => {
  it('has the session on show first, also when that changes because another was deleted', () => {
    const store = createLayoutStore();
    for (const n of [1, 2, 3, 1]) store.getState().open(ses(n));
    expect(store.getState().recent).toEqual([ses(1), ses(3), ses(2)]);
    store.getState().keepOnly(new Set([ses(2), ses(3)]));
    expect(store.getState().recent).toEqual([ses(2), ses(3)]);
  });
});
