import { describe, expect, it } from 'vitest';
import { SizeClaim } from '#renderer/terminal/size-claim.ts';
import type { Cells } from '#renderer/terminal/terminal-state.ts';

function pane(cols: number) {
  const state = { room: { cols, rows: 24 } as Cells | null, arrives: true };
  const asked: number[] = [];
  const claim = new SizeClaim({
    room: () => state.room,
    ask: (size) => {
      if (state.arrives) asked.push(size.cols);
      return state.arrives;
    },
  });
  const resize = (to: number) => {
    state.room = { cols: to, rows: 24 };
    claim.changed();
  };
  return { claim, asked, resize, state };
}

describe('the size of a terminal', () => {
  it('is asked for with attaching when the window has the focus', () => {
    const { claim, asked } = pane(80);
    expect(claim.attach(true)).toEqual({ cols: 80, rows: 24 });
    claim.changed();
    expect(asked).toEqual([]);
  });

  it('is left to others by a window in the background, whatever becomes of its pane', () => {
    const { claim, asked, resize } = pane(80);
    expect(claim.attach(false)).toBeNull();
    resize(100);
    expect(asked).toEqual([]);
  });

  it('follows the pane, back to where it was too, however late the terminal is', () => {
    const { claim, asked, resize } = pane(80);
    claim.attach(true);
    resize(70);
    resize(80);
    resize(80);
    expect(asked).toEqual([70, 80]);
  });

  it('is taken over with the room there is now, even when it was asked for before', () => {
    const { claim, asked, resize } = pane(80);
    claim.attach(true);
    claim.lose();
    resize(90);
    expect(asked).toEqual([]);
    claim.take();
    expect(asked).toEqual([90]);
    claim.take();
    expect(asked).toEqual([90, 90]);
  });

  it('is asked for again when the last time could not arrive', () => {
    const { claim, asked, resize, state } = pane(80);
    claim.attach(true);
    state.arrives = false;
    resize(70);
    state.arrives = true;
    claim.changed();
    expect(asked).toEqual([70]);
  });

  it('is nothing while the pane has no room', () => {
    const { claim, asked, state } = pane(80);
    state.room = null;
    expect(claim.attach(true)).toBeNull();
    claim.take();
    expect(asked).toEqual([]);
  });
});
