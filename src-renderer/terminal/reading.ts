import type { IBuffer, Terminal } from '@xterm/xterm';

/** What a person reads further up in a terminal. */
export interface Reading {
  /** The rows in view, from the top. */
  readonly rows: readonly string[];
  /** The first one's line in the buffer. */
  readonly line: number;
  /** Lines between the view and the end. */
  readonly above: number;
}

/** What is in view when somebody has scrolled up; null at the end, where a terminal follows what comes. */
export function readingIn({ rows, buffer }: Pick<Terminal, 'rows' | 'buffer'>): Reading | null {
  const { active } = buffer;
  const { viewportY: line, baseY } = active;
  if (line >= baseY) return null;
  return { rows: Array.from({ length: rows }, (_, row) => textAt(active, line + row)), line, above: baseY - line };
}

/** Where what was read stands in the buffer now. */
export interface Found {
  /** The line that belongs at the top of the view. */
  readonly line: number;
  /** Every row that was read is there. */
  readonly whole: boolean;
}

/**
 * Looks for the rows that were read among all lines that are kept now: the place where most of them stand as they did, of several the
 * one nearest to `expected`. Null when none of them is there. Reads each line once.
 */
export function findReading(reading: Reading, buffer: IBuffer, expected: number): Found | null {
  const wanted = new Map<string, number[]>();
  let count = 0;
  reading.rows.forEach((text, row) => {
    if (text === '') return;
    count += 1;
    const rows = wanted.get(text);
    if (rows === undefined) wanted.set(text, [row]);
    else rows.push(row);
  });
  const votes = new Map<number, number>();
  let found: { readonly line: number; readonly votes: number } | null = null;
  for (let line = 0; line < buffer.length; line += 1) {
    for (const row of wanted.get(textAt(buffer, line)) ?? []) {
      const top = line - row;
      const so = (votes.get(top) ?? 0) + 1;
      votes.set(top, so);
      const nearer = found === null || Math.abs(top - expected) < Math.abs(found.line - expected);
      if (found === null || so > found.votes || (so === found.votes && nearer)) found = { line: top, votes: so };
    }
  }
  return found === null ? null : { line: Math.max(0, found.line), whole: found.votes === count };
}

function textAt(buffer: IBuffer, line: number): string {
  return buffer.getLine(line)?.translateToString(true) ?? '';
}
