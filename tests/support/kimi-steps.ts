import type { AppWindow } from './window/app-window.ts';
import type { TerminalView } from './window/terminal-view.ts';

// The real Kimi draws its first screen in one to three seconds, more when the machine is busy.
const FIRST_SCREEN_MS = 30_000;

/** Starts a real Kimi in a folder that it has not seen, trusts the folder in the terminal, and waits for its input box. */
export async function startTrustedKimi(
  window: AppWindow,
  wanted: { readonly name: string; readonly folder: string },
): Promise<TerminalView> {
  const terminal = await window.start({ agent: 'kimi', ...wanted });
  await trustFolder(terminal);
  return terminal;
}

/** Answers Kimi's question about the folder with Enter, as it is highlighted, and waits for the input box. */
export async function trustFolder(terminal: TerminalView): Promise<void> {
  await terminal.shows('Trust this folder?', { timeout: FIRST_SCREEN_MS });
  await terminal.press('Enter');
  await terminal.shows(/context: \d+%/, { timeout: FIRST_SCREEN_MS });
}

/**
 * Types a message into Kimi's box and sends it. Kimi takes an Enter less than 150 ms behind other keys for part of a paste, so
 * the hand rests on Shift for longer than that before it presses Enter.
 */
export async function prompt(terminal: TerminalView, message: string): Promise<void> {
  await terminal.type(message);
  await terminal.shows(message);
  await terminal.page.keyboard.press('Shift', { delay: 200 });
  await terminal.page.keyboard.press('Enter');
}
