import type { Terminal } from '@xterm/xterm';

/** What fonts for programming draw as one sign. A font says it better, but a page may not read the fonts of the system. */
const SEQUENCES = [
  ...[
    '->',
    '-->',
    '->>',
    '=>',
    '==>',
    '=>>',
    '<-',
    '<--',
    '<<-',
    '<==',
    '<<=',
    '<->',
    '<-->',
    '<=>',
    '<==>',
    '|->',
    '<-|',
    '~>',
    '<~',
    '~~>',
  ],
  ...[
    '==',
    '===',
    '!=',
    '!==',
    '=!=',
    '=/=',
    '/=',
    '~=',
    '<=',
    '>=',
    '>>=',
    '<>',
    ':=',
    '+=',
    '-=',
    '*=',
    '%=',
    '&=',
    '|=',
    '^=',
    '=~',
    '!~',
  ],
  ...['&&', '||', '??', '?.', '?:', '!!', '++', '--', '**', '<<', '>>', '<<<', '>>>', '|>', '<|', '<|>', '<*>', '<$>', '<+>', '>>-', '-<'],
  ...[
    '::',
    ':::',
    '..',
    '...',
    '..<',
    '..=',
    '//',
    '///',
    '/*',
    '*/',
    '/**',
    '</',
    '/>',
    '</>',
    '<!--',
    '###',
    '####',
    '##',
    '__',
    ';;',
    '#{',
  ],
  ...['--->', '<---', '===>', '<==='],
].sort((a, b) => b.length - a.length);

/** By their first sign, so that a line is compared with few. */
const BY_FIRST = Map.groupBy(SEQUENCES, (sequence) => sequence.charAt(0));

/**
 * Where a line has sequences that a font may draw as one sign, as [start, end) in UTF-16 units. The longest counts. One that goes
 * on with the sign it begins or ends with (a ruler of `====`) is none: pieces of it would not fit together.
 */
export function ligatureRanges(text: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    const found = BY_FIRST.get(text.charAt(at))?.find((sequence) => text.startsWith(sequence, at));
    if (found === undefined) continue;
    const end = at + found.length;
    if (text.charAt(end) !== found.at(-1) && (at === 0 || text.charAt(at - 1) !== found.charAt(0))) ranges.push([at, end]);
    at = end - 1;
  }
  return ranges;
}

/** The ligatures of one terminal, which must be open: its cells are joined where there may be one, and its font may draw them. */
export class Ligatures {
  private readonly terminal: Terminal;
  private readonly host: HTMLElement;
  private joiner: number | null = null;

  constructor(terminal: Terminal, host: HTMLElement) {
    this.terminal = terminal;
    this.host = host;
  }

  want(wanted: boolean): void {
    if (wanted === (this.joiner !== null)) return;
    // The DOM renderer's rows are text, whose ligatures CSS decides; WebGL draws what is joined.
    this.host.toggleAttribute('data-ligatures', wanted);
    if (this.joiner === null) this.joiner = this.terminal.registerCharacterJoiner(ligatureRanges);
    else {
      this.terminal.deregisterCharacterJoiner(this.joiner);
      this.joiner = null;
    }
  }
}
