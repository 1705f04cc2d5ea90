import { BG, COLOR, CONTENT, type RawBuffer, type RawLine } from '../xterm-internals.ts';
import { mayJoin, PART_CLUSTERS } from './joins.ts';
import type { Pen } from './pen.ts';
import type { ByteWriter } from './writer.ts';

const CELL = 3;

/** Number of the cells that `line` really fills: the rest is empty and has no colour. */
function usedLength(line: RawLine, cols: number): number {
  const data = line._data;
  for (let col = Math.min(line.length, cols) - 1; col >= 0; col--) {
    const at = col * CELL;
    if (((data[at] ?? 0) & CONTENT.any) !== 0 || data[at + 1] !== 0 || data[at + 2] !== 0) return col + 1;
  }
  return 0;
}

const ASCII_CELL = 1 << CONTENT.widthShift;

/** True for a cell with one printable ASCII character. */
function isAscii(content: number): boolean {
  return content - ASCII_CELL >= 0x20 && content - ASCII_CELL < 0x7f;
}

/** End of the run of ASCII cells that look like the first: most of what terminals show, so it has a way of its own. */
function asciiRunEnd(data: Uint32Array, start: number, used: number, fg: number, bg: number): number {
  let end = start + 1;
  for (let at = end * CELL; end < used; end++, at += CELL) {
    if (!isAscii(data[at] ?? 0) || data[at + 1] !== fg || data[at + 2] !== bg) break;
  }
  return end;
}

/** Text of a cell with content. */
function cellText(line: RawLine, col: number, content: number): string {
  if (content & CONTENT.combined) return line._combined[col] ?? ' ';
  return String.fromCodePoint(content & CONTENT.codepoint);
}

/** Where a grapheme ends up and what it is; for writing the character before the cursor once more. */
export interface Glyph {
  readonly col: number;
  readonly width: number;
  readonly text: string;
  readonly fg: number;
  readonly bg: number;
}

/** The grapheme whose cells end just before column `end`, or null when there is none. */
export function glyphBefore(line: RawLine, end: number): Glyph | null {
  for (const width of [1, 2]) {
    const col = end - width;
    if (col < 0) return null;
    const at = col * CELL;
    const content = line._data[at] ?? 0;
    if (content >>> CONTENT.widthShift !== width || (content & CONTENT.any) === 0) continue;
    return { col, width, text: cellText(line, col, content), fg: line._data[at + 1] ?? 0, bg: line._data[at + 2] ?? 0 };
  }
  return null;
}

/** Writes rows of a buffer from top to bottom, so that a reset terminal of the same size ends up with the same cells. */
export class LineWriter {
  readonly #out: ByteWriter;
  readonly #pen: Pen;
  readonly #cols: number;
  readonly #rows: number;
  /** Column the reader's cursor stands at; `cols` after a full line: the next character wraps. */
  #x = 0;
  #last = 0;

  constructor(out: ByteWriter, pen: Pen, cols: number, rows: number) {
    this.#out = out;
    this.#pen = pen;
    this.#cols = cols;
    this.#rows = rows;
  }

  /** Writes `buffer`'s lines `from` up to `to` (not included), the cursor standing in the first column of the first. */
  write(buffer: RawBuffer, from: number, to: number): void {
    this.#x = 0;
    this.#last = 0;
    for (let index = from; index < to; index++) {
      const line = buffer.lines.get(index);
      if (line === undefined) return;
      this.#line(line);
      if (index + 1 === to) return;
      const next = buffer.lines.get(index + 1);
      if (next?.isWrapped) this.#wrapInto(line, next);
      else this.#newLine();
    }
  }

  #newLine(): void {
    // A new row that scrolls in takes the pen's background.
    this.#pen.plain();
    this.#out.text('\r\n');
    this.#x = 0;
    this.#last = 0;
  }

  #line(line: RawLine): void {
    const data = line._data;
    const used = usedLength(line, this.#cols);
    let target = 0;
    while (target < used) {
      const at = target * CELL;
      const content = data[at] ?? 0;
      const fg = data[at + 1] ?? 0;
      const bg = data[at + 2] ?? 0;
      if ((content & CONTENT.any) === 0) {
        target = this.#empty(line, target, used);
        continue;
      }
      this.#moveTo(target);
      if (!this.#pen.is(fg, bg)) this.#penOf(line, target, fg, bg);
      if (isAscii(content) && this.#last < 0x80) {
        const end = bg & BG.extended ? target + 1 : asciiRunEnd(data, target, used, fg, bg);
        this.#out.asciiCells(data, target * CELL, end * CELL, CELL);
        this.#last = 0x20;
        this.#x += end - target;
        target = end;
        continue;
      }
      const width = content >>> CONTENT.widthShift;
      if (width === 2 && !this.#hasSecondHalf(line, target)) {
        // A wide character that lost its half (the screen was made narrower): nothing shows it, a blank stands for it.
        this.#print(0x20, 1);
        target += 1;
      } else if (content & CONTENT.combined) {
        this.#cluster(line._combined[target] ?? ' ', width);
        target += width;
      } else {
        this.#print(content & CONTENT.codepoint, width);
        target += width;
      }
    }
  }

  #hasSecondHalf(line: RawLine, col: number): boolean {
    if (col + 1 >= this.#cols) return false;
    const content = line._data[(col + 1) * CELL] ?? 0;
    return content >>> CONTENT.widthShift === 0 && (content & CONTENT.any) === 0;
  }

  /** Empty cells from `start`: skipped when plain, erased when they have a background, blanks when they have more. */
  #empty(line: RawLine, start: number, used: number): number {
    const data = line._data;
    const fg = data[start * CELL + 1] ?? 0;
    const bg = data[start * CELL + 2] ?? 0;
    let end = start + 1;
    while (end < used) {
      const at = end * CELL;
      if (((data[at] ?? 0) & CONTENT.any) !== 0 || data[at + 1] !== fg || data[at + 2] !== bg || bg & BG.extended) break;
      end++;
    }
    const extended = line._extendedAttrs[start];
    const flags = bg & ~COLOR.all & (this.#pen.knowsLink(extended) ? -1 : ~BG.extended);
    if (fg === 0 && flags === 0) {
      if ((bg & COLOR.mode) === 0) return end;
      this.#moveTo(start);
      this.#pen.setCell(0, bg & COLOR.all, undefined);
      this.#out.text(`\u001b[${end - start}X`);
      this.#last = 0;
      return end;
    }
    this.#moveTo(start);
    this.#penOf(line, start, fg, bg);
    for (let col = start; col < end; col++) this.#print(0x20, 1);
    return end;
  }

  #penOf(line: RawLine, col: number, fg: number, bg: number): void {
    const before = this.#out.length;
    this.#pen.setCell(fg, bg, line._extendedAttrs[col]);
    if (this.#out.length !== before) this.#last = 0;
  }

  #moveTo(col: number): void {
    const gap = col - this.#x;
    if (gap <= 0) return;
    this.#out.text(gap === 1 ? '\u001b[C' : `\u001b[${gap}C`);
    this.#x = col;
    this.#last = 0;
  }

  #print(code: number, width: number): void {
    if (mayJoin(this.#last, code)) this.#out.text(PART_CLUSTERS);
    this.#out.codepoint(code);
    this.#last = code;
    this.#x += width;
  }

  #cluster(text: string, width: number): void {
    if (mayJoin(this.#last, text.codePointAt(0) ?? 0)) this.#out.text(PART_CLUSTERS);
    this.#out.text(text);
    // A cluster's last character decides what joins it; treat it as one that may.
    this.#last = 0x200d;
    this.#x += width;
  }

  /** Goes to the next row in a way that marks it as the continuation of `line`. */
  #wrapInto(line: RawLine, next: RawLine): void {
    const content = next._data[0] ?? 0;
    const startsPlain = (content & CONTENT.any) !== 0 && ((next._data[2] ?? 0) & COLOR.mode) === 0;
    if (this.#x === this.#cols && startsPlain && (content >>> CONTENT.widthShift !== 2 || this.#hasSecondHalf(next, 0))) {
      // The line is full and the next character wraps by itself; its background must be plain, because it fills a row that scrolls in.
      this.#x = 0;
      return;
    }
    this.#pen.plain();
    const repaired = this.#x !== this.#cols;
    // Wrapping needs a character in the last column and one more; both are taken back.
    if (repaired) this.#out.text(`\u001b[${this.#cols}G `);
    this.#out.text(`${PART_CLUSTERS} \r\u001b[X`);
    if (repaired && this.#rows > 1) {
      this.#out.text(`\u001b[A\u001b[${this.#cols}G\u001b[X`);
      const last = (this.#cols - 1) * CELL;
      const bg = line._data[last + 2] ?? 0;
      if ((bg & COLOR.mode) !== 0) {
        this.#pen.setCell(0, bg & COLOR.all, undefined);
        this.#out.text('\u001b[X');
        this.#pen.plain();
      }
      this.#out.text('\u001b[B\r');
    }
    this.#x = 0;
    this.#last = 0;
  }
}
