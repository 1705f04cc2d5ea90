import type { Terminal } from '@xterm/xterm';

/** The lines of a terminal as text: those in view, or all that are kept. Wrapped lines are one, blanks at ends are gone. */
export function screenText(terminal: Pick<Terminal, 'buffer' | 'rows'>, which: 'visible' | 'all'): string {
  const { active } = terminal.buffer;
  const [from, to] = which === 'all' ? [0, active.length] : [active.viewportY, active.viewportY + terminal.rows];
  const lines: string[] = [];
  for (let row = from; row < to; row += 1) {
    const line = active.getLine(row);
    if (line === undefined) continue;
    // Blanks before a wrap are the program's.
    const text = line.translateToString(active.getLine(row + 1)?.isWrapped !== true);
    if (line.isWrapped && lines.length > 0) lines.push(`${lines.pop()}${text}`);
    else lines.push(text);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
