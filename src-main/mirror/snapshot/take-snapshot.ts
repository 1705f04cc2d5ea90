import type { HeadlessTerminal } from '../xterm.ts';
import { type Attrs, COLOR, CONTENT, FG, internals, type RawBuffer, type RawLine, type RawTerminal } from '../xterm-internals.ts';
import { designate, shift } from './charsets.ts';
import { PART_CLUSTERS } from './joins.ts';
import { type Glyph, glyphBefore, LineWriter } from './lines.ts';
import { margins, modes, tabStops } from './modes.ts';
import { Pen } from './pen.ts';
import { ByteWriter } from './writer.ts';

/**
 * Escape sequences that bring a reset terminal of the same size to the state of `terminal`: cells, scrollback, cursor,
 * pen, links, margins, tab stops, saved cursor, character sets, modes, and the cluster that the next character may join.
 * Written by hand because SerializeAddon 0.14 leaves out margins, tab stops, saved cursor, character sets, underline styles and
 * colours, links, cursor style and visibility, mouse encoding and synchronized output, gives other cells for one random
 * stream in eight, and takes four times as long (docs/terminals.md).
 * @param scrollback lines above the screen to include
 * @param extra sequences to put in front (colours, title): things a terminal does not keep itself
 */
export function takeSnapshot(terminal: HeadlessTerminal, scrollback: number, extra = ''): Uint8Array<ArrayBuffer> {
  const raw = internals(terminal);
  const { cols, rows, buffers } = raw._bufferService;
  const { normal, alt, active } = buffers;
  const out = new ByteWriter();
  const pen = new Pen(out, raw._oscLinkService);
  const lines = new LineWriter(out, pen, cols, rows);
  const inAlt = active === alt;

  out.text(extra);
  lines.write(normal, Math.max(0, normal.ybase - scrollback), normal.ybase + rows);
  if (inAlt) {
    pen.plain();
    out.text(tabStops(normal, cols) + margins(normal, rows));
    savedCursor(raw, normal, out, pen, '\u001b[?1049h');
    pen.plain();
    // Entering fills the screen with the pen's background.
    out.text('\u001b[2J\u001b[H');
    lines.write(alt, 0, rows);
  }
  pen.plain();
  out.text(tabStops(active, cols) + margins(active, rows));
  if (hasSavedCursor(active)) savedCursor(raw, active, out, pen, '\u001b7');
  const charsetsAfter = endWithCursor(raw, active, out, pen);
  out.text(charsetsAfter);
  return out.take();
}

function hasSavedCursor(buffer: RawBuffer): boolean {
  const { savedCurAttrData: attrs, savedCharset, savedX, savedY, ybase } = buffer;
  return savedX !== 0 || savedY > ybase || attrs.fg !== 0 || attrs.bg !== 0 || savedCharset !== undefined;
}

/** Brings cursor, pen and character set to what the buffer has saved, and saves them with `how`. */
function savedCursor(raw: RawTerminal, buffer: RawBuffer, out: ByteWriter, pen: Pen, how: string): void {
  const rows = raw._bufferService.rows;
  const row = Math.min(Math.max(buffer.savedY - buffer.ybase, 0), rows - 1);
  out.text(`\u001b[${row + 1};${buffer.savedX + 1}H`);
  // xterm saves colours and flags, not underline styles and links.
  const { fg, bg } = buffer.savedCurAttrData;
  pen.set({ fg, bg, extended: { _ext: fg & FG.underline ? 1 << 26 : 0, _urlId: 0 } });
  const charset = buffer.savedCharset;
  out.text(charset === undefined ? how : `${designate(0, charset)}${how}${designate(0, undefined)}`);
}

/** Character sets in G0 to G3 and the one in use. */
function charsets(raw: RawTerminal): string {
  const { _charsets, glevel } = raw._charsetService;
  let out = '';
  for (let level = 0; level < 4; level++) if (_charsets[level] !== undefined) out += designate(level, _charsets[level]);
  return glevel === 0 ? out : out + shift(glevel);
}

/** The last steps, in the order in which none undoes another; returns what must follow. */
function endWithCursor(raw: RawTerminal, buffer: RawBuffer, out: ByteWriter, pen: Pen): string {
  const { cols } = raw._bufferService;
  const { charset, _charsets, glevel } = raw._charsetService;
  const { origin } = raw.coreService.decPrivateModes;
  const top = origin ? buffer.scrollTop : 0;
  const place = (x: number): string => `\u001b[${buffer.y - top + 1};${x + 1}H`;
  const attrs = raw._inputHandler._curAttrData;
  const sets = charsets(raw);
  // Only a restored cursor leaves a set in use that is none of G0 to G3; restoring again does the same.
  const restored = charset !== _charsets[glevel];

  out.text(modes(raw));
  if (origin) out.text('\u001b[?6h');
  const line = buffer.lines.get(buffer.ybase + buffer.y);
  const glyph = line === undefined ? null : glyphBefore(line, Math.min(buffer.x, cols));
  if (glyph !== null && joinsNext(raw, glyph, attrs)) {
    // The next character may join this one (a combining mark, the rest of an emoji), or repeat it: write it again, last of all.
    out.text(sets + (restored ? '\u001b8' : '') + place(glyph.col));
    pen.set(attrs);
    writeGlyph(raw, out, glyph);
    return '';
  }
  if (buffer.x < cols) {
    out.text(sets + (restored ? '\u001b8' : '') + place(buffer.x));
    pen.set(attrs);
    return '';
  }
  // Past the last column: only writing that column's character brings the cursor there.
  if (restored) out.text('\u001b8');
  const blank: Glyph = { col: cols - 1, width: 1, text: ' ', fg: 0, bg: (line?._data[(cols - 1) * 3 + 2] ?? 0) & COLOR.all };
  const end = glyph !== null && glyph.col + glyph.width === cols ? glyph : blank;
  out.text(place(end.col));
  pen.setCell(end.fg, end.bg, line?._extendedAttrs[end.col]);
  writeGlyph(raw, out, end);
  // An erased row with the cursor past its end (a screen just switched or cleared): erasing leaves the cursor there.
  if (end === blank && line !== undefined && isErased(line, cols)) out.text('\u001b[1K');
  pen.set(attrs);
  return PART_CLUSTERS + (restored ? '' : sets);
}

/** True when no cell has content or anything but one background. */
function isErased(line: RawLine, cols: number): boolean {
  const bg = line._data[2] ?? 0;
  for (let at = 0; at < cols * 3; at += 3) {
    if (((line._data[at] ?? 0) & CONTENT.any) !== 0 || line._data[at + 1] !== 0 || line._data[at + 2] !== bg) return false;
  }
  return (bg & ~COLOR.all) === 0;
}

/** In insert mode a written character pushes the row: take as many cells out first, so that the row ends up as it was. */
function writeGlyph(raw: RawTerminal, out: ByteWriter, glyph: Glyph): void {
  // Only a cluster's first character pushes; what joins it may widen it over the next cell.
  const pushed = (raw.unicodeService.charProperties(glyph.text.codePointAt(0) ?? 0, 0) >> 1) & 3;
  if (raw.coreService.modes.insertMode) out.text(`\u001b[${pushed}P`);
  out.text(glyph.text);
}

/** True when the parser still remembers the character before the cursor, and writing that again gives the same memory. */
function joinsNext(raw: RawTerminal, glyph: Glyph, attrs: Attrs): boolean {
  const state = raw._inputHandler._parser.precedingJoinState;
  // Bits 1 and 2 hold the width of what was printed.
  if (state === 0 || ((state >> 1) & 3) !== glyph.width) return false;
  if (glyph.fg !== attrs.fg >>> 0 || glyph.bg !== attrs.bg >>> 0) return false;
  // A national character set would translate the character a second time.
  return raw._charsetService.charset?.[glyph.text] === undefined;
}
