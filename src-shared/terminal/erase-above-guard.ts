/** The parts of a terminal (window or headless) that the guard touches. */
export interface GuardedTerminal {
  readonly cols: number;
  readonly buffer: { readonly active: { readonly cursorX: number; readonly cursorY: number; readonly length: number } };
  readonly parser: {
    registerCsiHandler(
      id: { readonly prefix?: string; readonly final: string },
      callback: (params: (number | number[])[]) => boolean,
    ): { dispose(): void };
  };
}

interface Unpublished {
  readonly _core: {
    readonly _inputHandler: {
      _eraseInBufferLine(y: number, start: number, end: number, clearWrap: boolean, respectProtect: boolean): void;
      _resetBufferLine(y: number, respectProtect: boolean): void;
    };
  };
}

/**
 * xterm.js 6.0.0 throws in the middle of a write, and loses the rest of it, when a program erases up to the cursor
 * (CSI 1 J) with the cursor in the last column of the last row and no scrollback, as on every alternate screen: it
 * clears the wrap mark of the row after the last. This handles that one case itself and leaves all others to xterm.
 */
export function guardEraseAbove(terminal: GuardedTerminal): void {
  const handler =
    (respectProtect: boolean) =>
    (params: (number | number[])[]): boolean => {
      const { cursorX, cursorY, length } = terminal.buffer.active;
      if (params[0] !== 1 || cursorX + 1 < terminal.cols || cursorY + 1 < length) return false;
      const input = (terminal as unknown as Unpublished)._core._inputHandler;
      input._eraseInBufferLine(cursorY, 0, terminal.cols, true, respectProtect);
      for (let row = cursorY - 1; row >= 0; row--) input._resetBufferLine(row, respectProtect);
      return true;
    };
  terminal.parser.registerCsiHandler({ final: 'J' }, handler(false));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'J' }, handler(true));
}
