import type { Terminal } from '@xterm/xterm';
import { logicalLine } from './links/logical-line.ts';
import { wordAt } from './links/word-at.ts';

/** Selects an address or a path as a whole where a double click hit one. True when it did; false leaves the word that xterm.js selected. */
export function selectSmartly(
  terminal: Pick<Terminal, 'buffer' | 'cols' | 'rows' | 'select' | 'hasSelection'>,
  screen: Pick<HTMLElement, 'getBoundingClientRect'>,
  click: { readonly clientX: number; readonly clientY: number },
): boolean {
  // A program that takes the mouse's reports got the click; then nothing was selected.
  if (!terminal.hasSelection()) return false;
  const { left, top, width, height } = screen.getBoundingClientRect();
  const x = Math.floor(((click.clientX - left) / width) * terminal.cols);
  const y = Math.floor(((click.clientY - top) / height) * terminal.rows) + terminal.buffer.active.viewportY;
  const line = logicalLine(terminal, y);
  if (line === null) return false;
  const at = line.indexOf(x, y);
  const word = at === -1 ? null : wordAt(line.text, at);
  if (word === null) return false;
  const { start, end } = line.range(word.start, word.end);
  terminal.select(start.x - 1, start.y - 1, (end.y - start.y) * terminal.cols + end.x - start.x + 1);
  return true;
}
