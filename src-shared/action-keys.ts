/** The keys of an action, as `KeyboardEvent.code` with modifiers: on a Mac, and on everything else. */
export interface ActionKeys {
  readonly mac: string;
  readonly other: string;
}

/** Keys of those actions of the window that the menus of the desktop app show too (src-renderer/actions has them all). */
export const ACTION_KEYS = {
  'session.new': { mac: 'Shift+Cmd+Enter', other: 'Ctrl+Shift+Enter' },
  'session.next': { mac: 'Shift+Cmd+KeyA', other: 'Ctrl+Shift+KeyA' },
  'session.switch': { mac: 'Shift+Cmd+KeyO', other: 'Ctrl+Shift+KeyO' },
  palette: { mac: 'Shift+Cmd+KeyP', other: 'Ctrl+Shift+KeyP' },
  'pane.split-right': { mac: 'Cmd+KeyD', other: 'Ctrl+Shift+KeyE' },
  'pane.split-down': { mac: 'Shift+Cmd+KeyD', other: 'Ctrl+Shift+KeyD' },
  'pane.close': { mac: 'Shift+Cmd+Backspace', other: 'Ctrl+Shift+Backspace' },
  'tab.next': { mac: 'Shift+Cmd+Period', other: 'Ctrl+Shift+Period' },
  'tab.previous': { mac: 'Shift+Cmd+Comma', other: 'Ctrl+Shift+Comma' },
  'terminal.find': { mac: 'Cmd+KeyF', other: 'Ctrl+Shift+KeyF' },
  'terminal.clear': { mac: 'Cmd+KeyK', other: 'Ctrl+Shift+KeyK' },
  'font.bigger': { mac: 'Cmd+Equal', other: 'Ctrl+Shift+Equal' },
  'font.smaller': { mac: 'Cmd+Minus', other: 'Ctrl+Shift+Minus' },
  'font.reset': { mac: 'Cmd+Digit0', other: 'Ctrl+Shift+Digit0' },
  'view.sidebar': { mac: 'Shift+Cmd+KeyB', other: 'Ctrl+Shift+KeyB' },
  'view.inspector': { mac: 'Shift+Cmd+KeyY', other: 'Ctrl+Shift+KeyY' },
  'view.settings': { mac: 'Cmd+Comma', other: 'Ctrl+Shift+KeyS' },
} as const satisfies Readonly<Record<string, ActionKeys>>;

/** Actions that the menus of the desktop app show with their keys. */
export type KeyedMenuAction = keyof typeof ACTION_KEYS;
