const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`);
const digits = (name: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${name}${from + index}`);

/** Keys that give more than one name, or are written by what is on them. */
const SIGNS = {
  '`': 'Backquote',
  '-': 'Minus',
  '=': 'Equal',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ';': 'Semicolon',
  "'": 'Quote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
} as const;

const EDITING = ['Enter', 'Tab', 'Space', 'Backspace', 'Delete', 'Insert', 'Home', 'End', 'PageUp', 'PageDown', 'Escape'];
const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
const NUMPAD = [
  ...digits('Numpad', 0, 9),
  ...[
    'Add',
    'Subtract',
    'Multiply',
    'Divide',
    'Decimal',
    'Enter',
    'Equal',
    'Comma',
    'Star',
    'Hash',
    'ParenLeft',
    'ParenRight',
    'Backspace',
    'Clear',
  ].map((key) => `Numpad${key}`),
];
const RARE = [
  ...['IntlBackslash', 'IntlRo', 'IntlYen', 'Convert', 'NonConvert', 'KanaMode', 'Hiragana', 'Katakana'],
  ...digits('Lang', 1, 5),
  ...['ContextMenu', 'Help', 'Pause', 'PrintScreen', 'ScrollLock', 'NumLock', 'CapsLock', 'Undo', 'Again', 'Props', 'Select', 'Open'],
  ...['Cut', 'Copy', 'Paste', 'Find', 'Eject', 'Power', 'Sleep', 'WakeUp', 'Fn', 'FnLock'],
  ...['AudioVolumeDown', 'AudioVolumeMute', 'AudioVolumeUp', 'LaunchApp1', 'LaunchApp2', 'LaunchMail', 'MediaSelect'],
  ...['MediaPlayPause', 'MediaStop', 'MediaTrackNext', 'MediaTrackPrevious'],
  ...['BrowserBack', 'BrowserFavorites', 'BrowserForward', 'BrowserHome', 'BrowserRefresh', 'BrowserSearch', 'BrowserStop'],
];

/** Every `KeyboardEvent.code` but those of modifiers (W3C UI Events KeyboardEvent code Values, with F13 to F24). */
export const KEY_CODES: readonly string[] = [
  ...LETTERS,
  ...digits('Digit', 0, 9),
  ...digits('F', 1, 24),
  ...ARROWS,
  ...EDITING,
  ...Object.values(SIGNS),
  ...NUMPAD,
  ...RARE,
];

/** What people also call a key, in small letters. */
export const KEYS_ALSO_CALLED: Readonly<Record<string, string>> = {
  ...SIGNS,
  '+': 'Equal',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  esc: 'Escape',
  return: 'Enter',
  del: 'Delete',
  ins: 'Insert',
  pgup: 'PageUp',
  pgdn: 'PageDown',
  spacebar: 'Space',
  plus: 'Equal',
};
