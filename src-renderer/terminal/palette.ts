import type { ITheme } from '@xterm/xterm';

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

/** Monospace fonts with CJK fall-back, best first. */
export const TERMINAL_FONT =
  'ui-monospace, "JetBrains Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Sarasa Mono SC", "PingFang SC", "Microsoft YaHei", monospace';
