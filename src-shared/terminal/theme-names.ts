/** Colours of terminals by name; `window` follows the window's theme. */
export const TERMINAL_THEME_NAMES = [
  'window',
  'light',
  'dark',
  'solarized-light',
  'solarized-dark',
  'gruvbox-dark',
  'nord',
  'dracula',
] as const;
export type TerminalThemeName = (typeof TERMINAL_THEME_NAMES)[number];
