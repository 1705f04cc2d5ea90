import { saveFile } from '../components/save-file.ts';
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
  saveFile(`${services.focusedName()}.txt`, new Blob([screenText(terminal.terminal, which)], { type: 'text/plain;charset=utf-8' }));
}
