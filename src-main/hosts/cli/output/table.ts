import stringWidth from 'string-width';
import { alignedPairs, GAP } from './pairs.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Gives up width first when the whole does not fit. */
  readonly shrinks?: 'start' | 'end';
  /** Colours a cell once it is measured and padded. */
  readonly paint?: (cell: string, row: number) => string;
}

const LEAST_SHRUNK = 12;

/**
 * Rows as aligned columns, measured in terminal cells (a Chinese character takes two). `width` is what the terminal has; a
 * column that shrinks is cut with an ellipsis to fit into it. Without `width` nothing is cut: a program may be reading.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string {
  const cells = rows.map((row) => columns.map((_, index) => oneLine(row[index] ?? '')));
  const widths = columns.map((column, index) => Math.max(stringWidth(column.title), ...cells.map((row) => stringWidth(row[index] ?? ''))));
  shrink(columns, widths, width);
  const line = (row: readonly string[], number: number) =>
    columns
      .map((column, index) => {
        const room = widths[index] ?? 0;
        const text = cut(row[index] ?? '', room, column.shrinks);
        const padding = ' '.repeat(Math.max(0, room - stringWidth(text)));
        const cell = column.align === 'right' ? padding + text : text + padding;
        return number === 0 || column.paint === undefined ? cell : column.paint(cell, number - 1);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [columns.map(({ title }) => title), ...cells].map(line).join('\n');
}

/** Names and values below each other, the values aligned. */
export function pairs(rows: readonly (readonly [name: string, value: string])[]): string {
  return alignedPairs(rows, stringWidth);
}

/** Text without what could move the cursor or colour the terminal: names and details come from programs. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\u200d' ? character : ''));
}

function shrink(columns: readonly Column[], widths: number[], width: number | undefined): void {
  if (width === undefined) return;
  let excess = widths.reduce((sum, one) => sum + one, 0) + GAP * (columns.length - 1) - width;
  for (const [index, column] of columns.entries()) {
    if (excess <= 0) return;
    if (column.shrinks === undefined) continue;
    const own = widths[index] ?? 0;
    const less = Math.min(excess, Math.max(0, own - LEAST_SHRUNK));
    widths[index] = own - less;
    excess -= less;
  }
}

/** Cuts to `room` cells at a character's border; a path is cut at its start, because its end tells it apart. */
/** Cuts a text to so many cells, with an ellipsis where something is missing. */
export function cut(text: string, room: number, side: Column['shrinks']): string {
  if (stringWidth(text) <= room) return text;
  const characters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
  if (side === 'start') characters.reverse();
  const kept: string[] = [];
  let used = 1;
  for (const character of characters) {
    used += stringWidth(character);
    if (used > room) break;
    kept.push(character);
  }
  return side === 'start' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`;
}
