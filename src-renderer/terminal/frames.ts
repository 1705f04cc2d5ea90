import type { Terminal } from '@xterm/xterm';

/**
 * From one frame to the next of a terminal that floods while somebody types beside it, ms. A flood is not read; a frame of it takes the page about
 * as long as it parses in between at 60 frames a second, and keys wait behind both (W3, bench/RESULTS.md).
 */
const HELD_MS = 100;

type Cell = readonly [column: number, row: number] | undefined;

/*
 * What xterm.js 6.0.0 has behind a terminal that is open, and does not publish. The version is pinned;
 * tests/e2e/headless/flood-beside.spec.ts fails when a new one has it elsewhere.
 */
interface Drawing {
  refreshRows(start: number, end: number, isRedrawOnly?: boolean): void;
  addRefreshCallback(callback: FrameRequestCallback): number;
  handleSelectionChanged(start: Cell, end: Cell, columnSelectMode: boolean): void;
}

interface Unpublished {
  readonly _core: {
    readonly _renderService: Drawing;
    /** Moves the input to the cursor, which has the page laid out and painted anew. */
    _syncTextArea(): void;
  };
}

/** Decides how often an open terminal is drawn. */
export class Frames {
  private readonly terminal: Pick<Terminal, 'rows'>;
  private readonly refresh: Drawing['refreshRows'];
  private readonly call: Drawing['addRefreshCallback'];
  private readonly moveInput: () => void;
  private release: ReturnType<typeof setTimeout> | null = null;
  private missed = false;
  private waiting: FrameRequestCallback[] = [];

  /** @param terminal one that is open: before that nothing draws it */
  constructor(terminal: Pick<Terminal, 'rows'>) {
    this.terminal = terminal;
    const core = (terminal as unknown as Unpublished)._core;
    const drawing = core._renderService;
    this.refresh = drawing.refreshRows.bind(drawing);
    this.call = drawing.addRefreshCallback.bind(drawing);
    this.moveInput = core._syncTextArea.bind(core);
    const select = drawing.handleSelectionChanged.bind(drawing);
    let selected = false;

    drawing.refreshRows = (start, end, isRedrawOnly) => {
      if (this.release === null) this.refresh(start, end, isRedrawOnly);
      else this.missed = true;
    };
    core._syncTextArea = () => {
      if (this.release === null) this.moveInput();
      else this.missed = true;
    };
    drawing.addRefreshCallback = (callback) => {
      if (this.release === null) return this.call(callback);
      // Its number is only kept to know that it waits.
      return this.waiting.push(callback);
    };
    // After each line that scrolls xterm.js tells of the selection anew, and draws every row for it a second time, also when there is none.
    drawing.handleSelectionChanged = (start, end, columnSelectMode) => {
      const nothing = start === undefined && end === undefined;
      if (nothing && !selected) return;
      selected = !nothing;
      select(start, end, columnSelectMode);
    };
  }

  /** Draws nothing for a moment; then all that came, in one frame. */
  hold(): void {
    this.release ??= setTimeout(() => this.draw(), HELD_MS);
  }

  dispose(): void {
    if (this.release !== null) clearTimeout(this.release);
  }

  private draw(): void {
    this.release = null;
    for (const callback of this.waiting.splice(0)) this.call(callback);
    if (!this.missed) return;
    this.missed = false;
    this.refresh(0, this.terminal.rows - 1);
    this.moveInput();
  }
}
