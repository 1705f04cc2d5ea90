import type { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';

/**
 * Takes the marks of a search away, all of them. xterm.js 6.0.0 keeps decorations sorted by line, and one that was just taken away counts as line -1
 * until the list is put in order: the current match's, from the middle of the list, would keep others from being found and taken away. A new
 * decoration has the list put in order.
 */
export function clearMarks(terminal: Pick<Terminal, 'registerMarker' | 'registerDecoration'>, search: SearchAddon): void {
  search.clearActiveDecoration();
  const marker = terminal.registerMarker(0);
  const decoration = marker === undefined ? undefined : terminal.registerDecoration({ marker });
  search.clearDecorations();
  decoration?.dispose();
  marker?.dispose();
}
