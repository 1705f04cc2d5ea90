/** Colours of the window that a person may give values of their own; a test compares them with styles/tokens.css. */
export const COLOUR_TOKENS = [
  'canvas',
  'surface',
  'raised',
  'hover',
  'pressed',
  'selected',
  'line',
  'line-strong',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'on-accent',
  'focus',
  'needs',
  'needs-mark',
  'needs-ground',
  'done',
  'failed',
  'failed-ground',
  'shade',
  'scrim',
] as const;

/** Lengths, CSS pixels. */
const LENGTH_TOKENS = ['row'] as const;

export type Token = (typeof COLOUR_TOKENS)[number] | (typeof LENGTH_TOKENS)[number];

/** One value of the person's own: for both themes, or for one. */
export interface OwnToken {
  readonly theme: 'light' | 'dark' | null;
  readonly token: Token;
  readonly value: string;
}

/** Why a line is refused, as `reason` of an error; the catalogue has texts for them, filled with `line` and `text`. */
const REASONS = {
  form: 'the line sets no token',
  name: 'there is no such token',
  colour: 'the token takes a colour',
  length: 'the token takes a length',
} as const;

export interface OwnTokens {
  readonly tokens: readonly OwnToken[];
  /** The first line that is refused, counted from 1. */
  readonly problem: { readonly line: number; readonly reason: (typeof REASONS)[keyof typeof REASONS]; readonly text: string } | null;
}

const LINE = /^--ks-(?:(light|dark)-)?([a-z0-9-]+)\s*:\s*([^;]+?)\s*;?$/;
const HEX = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
// Numbers with their units and what stands between them, nothing that could name a resource or another function.
const FUNCTION = /^(?:rgba?|hsla?|oklch|oklab)\(\s*(?:[+-]?\d*\.?\d+(?:%|deg)?(?:\s*[,/]\s*|\s+|(?=\s*\)))){3,4}\s*\)$/i;
const LENGTH = /^(\d{1,3})px$/;
/** A row that is lower hides its text, one that is higher leaves no list. */
const ROW = { least: 24, most: 80 };

/**
 * Reads lines such as `--ks-accent: #2a5bd0;` or `--ks-dark-canvas: rgb(0 0 0);`. Blank lines and comments of one line are
 * allowed, everything else that CSS knows is not. What stands above a refused line counts.
 */
export function readOwnTokens(text: string): OwnTokens {
  const tokens: OwnToken[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || /^\/\*[^*]*\*\/$/.test(line)) continue;
    const read = readLine(line);
    if (typeof read === 'string') return { tokens, problem: { line: index + 1, reason: REASONS[read], text: line } };
    tokens.push(read);
  }
  return { tokens, problem: null };
}

function readLine(line: string): OwnToken | keyof typeof REASONS {
  const [, theme, name = '', value = ''] = LINE.exec(line) ?? [];
  if (name === '') return 'form';
  const kept = { theme: theme === 'light' || theme === 'dark' ? theme : null, value } as const;
  const colour = COLOUR_TOKENS.find((token) => token === name);
  if (colour !== undefined) return HEX.test(value) || FUNCTION.test(value) ? { ...kept, token: colour } : 'colour';
  const length = LENGTH_TOKENS.find((token) => token === name);
  if (length === undefined) return 'name';
  const pixels = Number(LENGTH.exec(value)?.[1] ?? Number.NaN);
  return pixels >= ROW.least && pixels <= ROW.most ? { ...kept, token: length } : 'length';
}
