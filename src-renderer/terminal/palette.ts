import type { ITheme } from '@xterm/xterm';
import type { TerminalThemeName } from '#shared/terminal/theme-names.ts';

/**
 * The 16 colours and the ground of both terminal themes. Text is at least 7:1 on its ground (AAA), every colour that
 * programs use for text at least 4.5:1; a unit test measures them.
 */
export const TERMINAL_THEMES = {
  dark: {
    background: '#131417',
    foreground: '#e4e5e9',
    cursor: '#e4e5e9',
    cursorAccent: '#131417',
    selectionBackground: '#3a4a70',
    selectionInactiveBackground: '#2c3140',
    scrollbarSliderBackground: '#ffffff26',
    scrollbarSliderHoverBackground: '#ffffff40',
    scrollbarSliderActiveBackground: '#ffffff59',
    black: '#1d1f24',
    red: '#f2777a',
    green: '#8fc77a',
    yellow: '#e0b565',
    blue: '#82aaff',
    magenta: '#c99bef',
    cyan: '#6fc6d4',
    white: '#c9cbd3',
    brightBlack: '#8b8f9b',
    brightRed: '#ff9b9d',
    brightGreen: '#b0dc9e',
    brightYellow: '#f0d08f',
    brightBlue: '#a8c5ff',
    brightMagenta: '#dfc0fa',
    brightCyan: '#9bdfe9',
    brightWhite: '#ffffff',
  },
  light: {
    background: '#ffffff',
    foreground: '#1f2126',
    cursor: '#1f2126',
    cursorAccent: '#ffffff',
    selectionBackground: '#c5d6fb',
    selectionInactiveBackground: '#e1e4ea',
    scrollbarSliderBackground: '#00000026',
    scrollbarSliderHoverBackground: '#00000040',
    scrollbarSliderActiveBackground: '#00000059',
    black: '#1f2126',
    red: '#b3261e',
    green: '#1d6f32',
    yellow: '#7d5700',
    blue: '#2450c4',
    magenta: '#8a2fa8',
    cyan: '#0c6b7d',
    white: '#5b5f69',
    brightBlack: '#666a75',
    brightRed: '#c62f26',
    brightGreen: '#237a3a',
    brightYellow: '#8a6100',
    brightBlue: '#2f5fd9',
    brightMagenta: '#9b3bbb',
    brightCyan: '#0f7689',
    brightWhite: '#3a3d45',
  },
} as const satisfies Record<'light' | 'dark', ITheme>;

/** The 16 colours of both Solarized schemes, which differ in ground and text alone. */
const SOLARIZED = [
  '#073642',
  '#dc322f',
  '#859900',
  '#b58900',
  '#268bd2',
  '#d33682',
  '#2aa198',
  '#eee8d5',
  '#002b36',
  '#cb4b16',
  '#586e75',
  '#657b83',
  '#839496',
  '#6c71c4',
  '#93a1a1',
  '#fdf6e3',
];

/** Well-known colours with the values their makers publish; programs' text is lifted to a readable contrast when it is drawn. */
const SCHEMES: Readonly<Record<'solarized-light' | 'solarized-dark' | 'gruvbox-dark' | 'nord' | 'dracula', readonly string[]>> = {
  // ground, text, then the 16 colours: black, red, green, yellow, blue, magenta, cyan, white, and the same bright.
  'solarized-light': ['#fdf6e3', '#586e75', ...SOLARIZED],
  'solarized-dark': ['#002b36', '#93a1a1', ...SOLARIZED],
  'gruvbox-dark': [
    '#282828',
    '#ebdbb2',
    '#282828',
    '#cc241d',
    '#98971a',
    '#d79921',
    '#458588',
    '#b16286',
    '#689d6a',
    '#a89984',
    '#928374',
    '#fb4934',
    '#b8bb26',
    '#fabd2f',
    '#83a598',
    '#d3869b',
    '#8ec07c',
    '#ebdbb2',
  ],
  nord: [
    '#2e3440',
    '#d8dee9',
    '#3b4252',
    '#bf616a',
    '#a3be8c',
    '#ebcb8b',
    '#81a1c1',
    '#b48ead',
    '#88c0d0',
    '#e5e9f0',
    '#4c566a',
    '#bf616a',
    '#a3be8c',
    '#ebcb8b',
    '#81a1c1',
    '#b48ead',
    '#8fbcbb',
    '#eceff4',
  ],
  dracula: [
    '#282a36',
    '#f8f8f2',
    '#21222c',
    '#ff5555',
    '#50fa7b',
    '#f1fa8c',
    '#bd93f9',
    '#ff79c6',
    '#8be9fd',
    '#f8f8f2',
    '#6272a4',
    '#ff6e6e',
    '#69ff94',
    '#ffffa5',
    '#d6acff',
    '#ff92df',
    '#a4ffff',
    '#ffffff',
  ],
};

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const bright = (name: string) => `bright${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Black on white or white on black, for those who need the most contrast. */
const HIGHEST = { light: { background: '#ffffff', foreground: '#000000' }, dark: { background: '#000000', foreground: '#ffffff' } };

type ThemeName = Exclude<TerminalThemeName, 'window'>;
const made = new Map<string, ITheme>();

/** The colours that xterm.js draws with, the same object each time. @param name one of the window's own two, or a scheme's */
export function terminalTheme(name: ThemeName, highContrast: boolean): ITheme {
  const key = `${name} ${highContrast}`;
  // A line beside the marks of the scroll bar, black unless told otherwise.
  const theme = made.get(key) ?? { ...makeTheme(name, highContrast), overviewRulerBorder: '#00000000' };
  made.set(key, theme);
  return theme;
}

function makeTheme(name: ThemeName, highContrast: boolean): ITheme {
  if (name === 'light' || name === 'dark') {
    return highContrast ? { ...TERMINAL_THEMES[name], ...HIGHEST[name], cursor: HIGHEST[name].foreground } : TERMINAL_THEMES[name];
  }
  const [background = '', foreground = '', ...colours] = SCHEMES[name];
  const ansi = Object.fromEntries([...NAMES, ...NAMES.map(bright)].map((colour, i) => [colour, colours[i]]));
  const faint = (share: string) => `${foreground}${share}`;
  return {
    ...ansi,
    background,
    foreground,
    cursor: foreground,
    cursorAccent: background,
    selectionBackground: faint('40'),
    selectionInactiveBackground: faint('26'),
    scrollbarSliderBackground: faint('26'),
    scrollbarSliderHoverBackground: faint('40'),
    scrollbarSliderActiveBackground: faint('59'),
  };
}

/** Monospace fonts with CJK fall-back, best first. */
const TERMINAL_FONT =
  'ui-monospace, "JetBrains Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Sarasa Mono SC", "PingFang SC", "Microsoft YaHei", monospace';

/** The fonts to draw with: the person's own, best first, and ours behind them for what they lack. */
export function terminalFont(own: string): string {
  return own.trim() === '' ? TERMINAL_FONT : `${own.trim()}, ${TERMINAL_FONT}`;
}
