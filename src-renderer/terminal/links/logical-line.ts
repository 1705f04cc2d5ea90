import type { IBufferRange, Terminal } from '@xterm/xterm';

/** Rows that one line may be wrapped over; a longer one is data, and reading it would be felt at each move of the mouse. */
const MOST_ROWS = 20;

/** A line of text as the program wrote it, over the rows that it is wrapped to. */
export interface LogicalLine {
  readonly text: string;
  /** The cells of a part of the text (UTF-16 units), as links want them: counted from 1, both ends included. */
  range(start: number, end: number): IBufferRange;
  /** The unit of the text that is drawn in a cell (counted from 0, in the buffer); -1 for none. */
  indexOf(x: number, y: number): number;
}

/** The line that a row (counted from 0, in the buffer) is part of; null for one that is too long. */
export function logicalLine({ buffer, cols }: Pick<Terminal, 'buffer' | 'cols'>, row: number): LogicalLine | null {
  const { active } = buffer;
  let first = row;
  while (first > 0 && row - first < MOST_ROWS && active.getLine(first)?.isWrapped === true) first -= 1;
  let text = '';
  /** Of each UTF-16 unit: its cell, and how many cells it takes. */
  const cells: { readonly x: number; readonly y: number; readonly width: number }[] = [];
  for (let y = first; ; y += 1) {
    const line = active.getLine(y);
    if (line === undefined || (y > first && !line.isWrapped)) break;
    if (y - first >= MOST_ROWS) return null;
    const wraps = active.getLine(y + 1)?.isWrapped === true;
    for (let x = 0; x < cols; x += 1) {
      const cell = line.getCell(x);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const chars = cell.getChars();
      // A wide character that found no room leaves the last cell of its row empty; that is no blank of the program's.
      if (chars === '' && wraps && x === cols - 1) continue;
      const unit = chars === '' ? ' ' : chars;
      text += unit;
      for (let i = 0; i < unit.length; i += 1) cells.push({ x, y, width: cell.getWidth() });
    }
  }
  return {
    text,
    indexOf: (x, y) => cells.findIndex((cell) => cell.y === y && cell.x <= x && x < cell.x + cell.width),
    range: (start, end) => {
      const from = cells[start] ?? { x: 0, y: row, width: 1 };
      const to = cells[end - 1] ?? from;
      return { start: { x: from.x + 1, y: from.y + 1 }, end: { x: to.x + to.width, y: to.y + 1 } };
    },
  };
}
