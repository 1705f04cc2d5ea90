import { screenText } from '../terminal/screen-text.ts';
import type { TerminalController } from '../terminal/terminal-controller.ts';

/** What saving needs of the window. */
interface SavingServices {
  focusedTerminal(): TerminalController | null;
  focusedName(): string;
}

/** Saves the focused terminal's lines as a text file, by the browser's own way. */
export function saveScreen(services: SavingServices, which: 'visible' | 'all'): void {
  const terminal = services.focusedTerminal();
  if (terminal === null) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([screenText(terminal.terminal, which)], { type: 'text/plain;charset=utf-8' }));
  // What no file system takes in a name.
  link.download = `${services.focusedName().replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')}.txt`;
  link.click();
  URL.revokeObjectURL(link.href);
}
