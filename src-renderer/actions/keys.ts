import { type Combination, type KeySpec, parseKeys } from '#shared/key-combination.ts';

/** Keys of one action; `other` is everything that is not macOS. */
export interface Keys {
  readonly mac: KeySpec;
  readonly other: KeySpec;
}

/** What matching needs of a key event. `code` names the place of the key, so that layouts with other letters keep the hand's habit. */
export type KeyPress = Pick<KeyboardEvent, 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey' | 'code'>;

/** Whether a `KeyboardEvent.code` is a modifier alone. */
export function isModifier(code: string): boolean {
  return /^(Control|Shift|Alt|Meta)(Left|Right)$/.test(code);
}

/** Whether a key press is this combination, no modifier more or less. */
export function matches(keys: Combination, press: KeyPress): boolean {
  return (
    keys.code === press.code &&
    keys.ctrl === press.ctrlKey &&
    keys.shift === press.shiftKey &&
    keys.alt === press.altKey &&
    keys.meta === press.metaKey
  );
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Backspace: '⌫',
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Equal: '+',
  Minus: '−',
  Space: '␣',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** The single keys of a combination as they are shown to a person. */
export function keyCaps(spec: KeySpec, mac: boolean): readonly string[] {
  const { ctrl, shift, alt, meta, code } = parseKeys(spec);
  const modifiers = mac
    ? [ctrl && '⌃', alt && '⌥', shift && '⇧', meta && '⌘']
    : [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', meta && 'Meta'];
  const name = NAMES[code] ?? code.replace(/^(Key|Digit)/, '');
  return [...modifiers.filter((m) => m !== false), name];
}

/** The same combination for `aria-keyshortcuts`. */
export function ariaKeys(spec: KeySpec): string {
  const { ctrl, shift, alt, meta, code } = parseKeys(spec);
  const name = code.replace(/^(Key|Digit)/, '');
  return [ctrl && 'Control', alt && 'Alt', shift && 'Shift', meta && 'Meta', name].filter((part) => part !== false).join('+');
}

/** Whether this is a Mac, where app keys use Cmd. */
export function isMac(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform);
}
