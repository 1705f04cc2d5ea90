import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TERMINAL_THEMES, terminalTheme } from '#renderer/terminal/palette.ts';
import { TERMINAL_THEME_NAMES } from '#shared/terminal/theme-names.ts';

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** WCAG contrast of two opaque colours. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const css = readFileSync(resolve(import.meta.dirname, '../../../../src-renderer/styles/tokens.css'), 'utf8');
function tokens(start: string): Record<string, string> {
  const at = css.indexOf(start);
  const block = css.slice(at, css.indexOf('}', at));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}
const THEMES = { light: tokens(':root {'), dark: tokens(':root[data-theme="dark"] {') };
const HIGH = {
  light: { ...THEMES.light, ...tokens(':root[data-contrast="high"] {') },
  dark: { ...THEMES.dark, ...tokens(':root[data-theme="dark"][data-contrast="high"] {') },
};
const GROUNDS = ['canvas', 'surface', 'raised', 'hover', 'selected'];
/** Words on grounds of their own, and states on the grounds that they are written on. */
const PAIRS = [
  ['needs', 'canvas'],
  ['needs', 'hover'],
  ['needs', 'selected'],
  ['ink', 'pressed'],
  ['ink-2', 'pressed'],
  ['ink', 'needs-ground'],
  ['ink-2', 'needs-ground'],
  ['failed', 'canvas'],
  ['failed', 'raised'],
  ['failed', 'failed-ground'],
  ['ink', 'failed-ground'],
  ['ink-2', 'failed-ground'],
  ['on-accent', 'accent'],
] as const;
/** Colours that tell things apart without words. */
const MARKS = ['accent', 'needs-mark', 'failed', 'done', 'ink-3', 'focus'];

describe.each(Object.entries(THEMES))('the %s theme', (_name, theme) => {
  it('has the same colours as the other', () => {
    expect(Object.keys(theme).sort()).toEqual(Object.keys(THEMES.light).sort());
  });

  it.each(['ink', 'ink-2', 'ink-3'])('writes %s legibly (AA) on every ground', (ink) => {
    for (const ground of GROUNDS) expect([ground, contrast(theme[ink]!, theme[ground]!) >= 4.5]).toEqual([ground, true]);
  });

  it.each(PAIRS)('writes %s legibly (AA) on %s', (ink, ground) => {
    expect(contrast(theme[ink]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('draws %s visibly (3:1) on list and stage', (mark) => {
    for (const ground of ['canvas', 'surface', 'selected']) {
      expect([ground, contrast(theme[mark]!, theme[ground]!) >= 3]).toEqual([ground, true]);
    }
  });
});

describe.each(Object.entries(HIGH))('the %s theme in high contrast', (_name, theme) => {
  it.each(['ink', 'ink-2', 'ink-3', 'needs', 'failed', 'done', 'accent'])('writes %s at 7:1 (AAA) on every ground', (ink) => {
    for (const ground of GROUNDS) expect([ground, contrast(theme[ink]!, theme[ground]!) >= 7]).toEqual([ground, true]);
  });

  it.each(PAIRS)('writes %s at 7:1 (AAA) on %s', (ink, ground) => {
    expect(contrast(theme[ink]!, theme[ground]!)).toBeGreaterThanOrEqual(7);
  });

  it.each(MARKS)('draws %s visibly (3:1) on every ground', (mark) => {
    for (const ground of GROUNDS) expect([ground, contrast(theme[mark]!, theme[ground]!) >= 3]).toEqual([ground, true]);
  });

  it('draws lines that are seen (3:1)', () => {
    for (const ground of ['canvas', 'surface', 'raised']) expect(contrast(theme.line!, theme[ground]!)).toBeGreaterThanOrEqual(3);
  });

  it('lies under terminals of the same ground', () => {
    const { background, foreground } = terminalTheme(_name as 'light' | 'dark', true);
    expect(theme.terminal).toBe(background);
    expect(contrast(foreground!, background!)).toBe(21);
  });
});

describe.each(TERMINAL_THEME_NAMES.filter((name) => name !== 'window'))('the colours of %s', (name) => {
  it('are whole, with text that is legible (AA) without help', () => {
    const theme = terminalTheme(name, false);
    const colours = Object.values(theme);
    expect(colours.filter((colour) => !/^#[0-9a-f]{6}([0-9a-f]{2})?$/.test(String(colour)))).toEqual([]);
    expect(Object.keys(theme)).toEqual(expect.arrayContaining(Object.keys(TERMINAL_THEMES.dark)));
    expect(contrast(theme.foreground!, theme.background!)).toBeGreaterThanOrEqual(4.5);
  });
});

describe.each(Object.entries(THEMES))('fields in the %s theme', (_name, theme) => {
  it('have an edge that is seen (3:1)', () => {
    for (const ground of ['surface', 'raised']) expect(contrast(theme['line-strong']!, theme[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

describe.each(Object.entries(TERMINAL_THEMES))('the %s terminal', (name, theme) => {
  it('writes its text at 7:1 (AAA)', () => {
    expect(contrast(theme.foreground, theme.background)).toBeGreaterThanOrEqual(7);
  });

  it('lies on the ground that the window has for it', () => {
    expect(THEMES[name as 'light' | 'dark'].terminal).toBe(theme.background);
  });

  it.each([
    'red',
    'green',
    'yellow',
    'blue',
    'magenta',
    'cyan',
    'white',
    'brightBlack',
    'brightRed',
    'brightGreen',
    'brightYellow',
    'brightBlue',
    'brightMagenta',
    'brightCyan',
    'brightWhite',
  ] as const)('writes %s legibly (AA)', (colour) => {
    expect(contrast(theme[colour], theme.background)).toBeGreaterThanOrEqual(4.5);
  });
});

it('measures every colour there is', () => {
  const measured = new Set([...GROUNDS, ...PAIRS.flat(), ...MARKS, 'ink-2', 'line-strong', 'terminal']);
  // Lines between areas tell nothing by themselves in normal contrast; in high contrast they are measured.
  expect(Object.keys(THEMES.light).filter((token) => !measured.has(token))).toEqual(['line']);
});
