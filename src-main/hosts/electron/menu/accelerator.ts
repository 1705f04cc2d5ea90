const KEYS: Readonly<Record<string, string>> = {
  Enter: 'Enter',
  Backspace: 'Backspace',
  Space: 'Space',
  Period: '.',
  Comma: ',',
  Equal: '=',
  Minus: '-',
  Backquote: '`',
  Slash: '/',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Escape: 'Escape',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  Tab: 'Tab',
};

/**
 * The window's way to write a combination (`Ctrl+Shift+KeyP`) in Electron's (`Ctrl+Shift+P`); null for a key that Electron has no word
 * for. The window's names the place of a key; on a layout with other letters the menu shows the letter of the usual one.
 */
export function accelerator(spec: string): string | null {
  const parts = spec.split('+');
  const code = parts.pop() ?? '';
  const key = keyOf(code);
  if (key === null) return null;
  return [...parts.map((modifier) => (modifier === 'Cmd' ? 'Command' : modifier)), key].join('+');
}

function keyOf(code: string): string | null {
  const [, letter] = /^(?:Key|Digit)([A-Z0-9])$/.exec(code) ?? [];
  if (letter !== undefined) return letter;
  if (/^F\d{1,2}$/.test(code)) return code;
  const [, arrow] = /^Arrow(Up|Down|Left|Right)$/.exec(code) ?? [];
  return arrow ?? KEYS[code] ?? null;
}
