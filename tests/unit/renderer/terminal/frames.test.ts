import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Frames } from '#renderer/terminal/frames.ts';

type Cell = [number, number] | undefined;

/** A terminal with the parts of xterm.js that draw it, which say what they were told. */
function terminal() {
  const said: string[] = [];
  const drawing = {
    refreshRows: (start: number, end: number) => void said.push(`rows ${start} to ${end}`),
    addRefreshCallback: (callback: FrameRequestCallback) => {
      said.push('frame');
      callback(0);
      return 1;
    },
    handleSelectionChanged: (start: Cell, end: Cell) => void said.push(`selected ${start} to ${end}`),
  };
  const core = { _renderService: drawing, _syncTextArea: () => void said.push('input moved') };
  const opened = { rows: 24, _core: core };
  return { core, drawing, said, frames: new Frames(opened) };
}

describe('frames of a terminal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are drawn as they come while nothing holds them', () => {
    const { core, drawing, said } = terminal();
    drawing.refreshRows(3, 5);
    core._syncTextArea();
    drawing.addRefreshCallback(() => said.push('scroll bar'));
    expect(said).toEqual(['rows 3 to 5', 'input moved', 'frame', 'scroll bar']);
  });

  it('wait while they are held, and then come as one', () => {
    const { core, drawing, said, frames } = terminal();
    frames.hold();
    for (const row of [3, 4, 5]) {
      drawing.refreshRows(row, row);
      core._syncTextArea();
    }
    drawing.addRefreshCallback(() => said.push('scroll bar'));
    vi.advanceTimersByTime(60);
    // Holding again is no longer a wait: a flood is seen to go on.
    frames.hold();
    expect(said).toEqual([]);
    vi.advanceTimersByTime(40);
    expect(said.splice(0)).toEqual(['frame', 'scroll bar', 'rows 0 to 23', 'input moved']);
    drawing.refreshRows(7, 8);
    expect(said).toEqual(['rows 7 to 8']);
  });

  it('do not come where nothing was to be drawn meanwhile, nor of a terminal that is gone', () => {
    const { drawing, said, frames } = terminal();
    frames.hold();
    vi.advanceTimersByTime(100);
    frames.hold();
    drawing.refreshRows(0, 1);
    frames.dispose();
    vi.advanceTimersByTime(100);
    expect(said).toEqual([]);
  });

  it('are not drawn once more for a selection that there is not, and are for one that there is or was', () => {
    const { drawing, said } = terminal();
    drawing.handleSelectionChanged(undefined, undefined);
    expect(said).toEqual([]);
    drawing.handleSelectionChanged([1, 2], [3, 4]);
    drawing.handleSelectionChanged(undefined, undefined);
    drawing.handleSelectionChanged(undefined, undefined);
    expect(said).toEqual(['selected 1,2 to 3,4', 'selected undefined to undefined']);
  });
});
