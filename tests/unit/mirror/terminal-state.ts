import { createTerminal, type HeadlessTerminal } from '#main/mirror/xterm.ts';
import { BG, COLOR, CONTENT, FG, internals, type RawBuffer, type RawTerminal, underlineStyle } from '#main/mirror/xterm-internals.ts';

/** Writes bytes at once. */
export function feed(terminal: HeadlessTerminal, bytes: Uint8Array | string): void {
  internals(terminal)._inputHandler.parse(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
}

/** A terminal that got these bytes in one piece. */
export function terminalWith(bytes: Uint8Array | string, cols = 20, rows = 6, scrollback = 1000): HeadlessTerminal {
  const terminal = createTerminal(cols, rows, scrollback);
  feed(terminal, bytes);
  return terminal;
}

function color(word: number): string {
  const mode = word & COLOR.mode;
  if (mode === 0) return '-';
  return mode === COLOR.rgb ? `#${(word & COLOR.value).toString(16)}` : `${mode >> 24}:${word & COLOR.palette}`;
}

function attrs(
  raw: RawTerminal,
  fg: number,
  bg: number,
  ext: { readonly _ext: number; readonly _urlId: number } | undefined,
  pen: boolean,
): string {
  const flags: string[] = [];
  for (const [name, bit] of Object.entries(FG)) if (fg & bit) flags.push(name);
  for (const [name, bit] of Object.entries(BG)) if (bg & bit && name !== 'extended') flags.push(name);
  const own = pen || bg & BG.extended ? ext : undefined;
  // A pen that was restored can ask for an underline without naming a style: that is a single one.
  const style = fg & FG.underline ? Math.max(1, own === undefined ? 1 : underlineStyle(own)) : 0;
  const link = own?._urlId && bg & BG.extended ? raw._oscLinkService.getLinkData(own._urlId) : undefined;
  const underColor = fg & FG.underline || pen ? color((own?._ext ?? 0) & COLOR.all) : '-';
  return [color(fg), color(bg), flags.join('+'), style, underColor, link?.uri ?? ''].join(' ');
}

function row(raw: RawTerminal, buffer: RawBuffer, index: number, cols: number): string[] {
  const line = buffer.lines.get(index)!;
  const cells: string[] = [];
  for (let col = 0; col < cols; col++) {
    const content = line._data[col * 3] ?? 0;
    const fg = line._data[col * 3 + 1] ?? 0;
    const bg = line._data[col * 3 + 2] ?? 0;
    let width = content >>> CONTENT.widthShift;
    let text =
      content & CONTENT.combined
        ? line._combined[col]!
        : (content & CONTENT.any) === 0
          ? ''
          : String.fromCodePoint(content & CONTENT.codepoint);
    const next = line._data[(col + 1) * 3] ?? 0;
    if (width === 2 && (col + 1 >= cols || next >>> CONTENT.widthShift !== 0 || (next & CONTENT.any) !== 0)) {
      // Half of a wide character: shown as a blank.
      width = 1;
      text = ' ';
    }
    if (width === 0 && (col === 0 || (line._data[(col - 1) * 3] ?? 0) >>> CONTENT.widthShift !== 2)) width = 1;
    if (width === 0) {
      cells.push('>');
      continue;
    }
    const look = attrs(raw, fg, bg, line._extendedAttrs[col], false);
    // An empty cell with more than a background shows what a blank with the same attributes shows.
    // So does the last cell when the cursor stands past it.
    if (
      text === '' &&
      buffer === raw._bufferService.buffers.active &&
      index === buffer.ybase + buffer.y &&
      buffer.x >= cols &&
      col === cols - 1
    )
      text = ' ';
    const flags = bg & ~COLOR.all & ~BG.extended;
    if (text === '' && (fg !== 0 || flags !== 0 || look.includes('://'))) text = ' ';
    cells.push(`${text}|${width}|${look}`);
  }
  return cells;
}

function saved(raw: RawTerminal, buffer: RawBuffer): unknown {
  const y = Math.min(Math.max(buffer.savedY - buffer.ybase, 0), raw._bufferService.rows - 1);
  const { fg, bg } = buffer.savedCurAttrData;
  return {
    x: Math.min(buffer.savedX, raw._bufferService.cols - 1),
    y,
    attrs: attrs(raw, fg, bg, { _ext: fg & FG.underline ? 1 << 26 : 0, _urlId: 0 }, false),
    charset: buffer.savedCharset?.q ?? null,
  };
}

function bufferState(raw: RawTerminal, buffer: RawBuffer, scrollback: number): unknown {
  const { cols, rows } = raw._bufferService;
  const first = Math.max(0, buffer.ybase - scrollback);
  const lines: unknown[] = [];
  for (let index = first; index < buffer.ybase + rows; index++) {
    // Whether the first line goes on from one that is no longer kept cannot be known.
    lines.push({ wrapped: index > first && buffer.lines.get(index)!.isWrapped, cells: row(raw, buffer, index, cols) });
  }
  const tabs = Array.from({ length: cols }, (_, col) => (buffer.tabs[col] ? 1 : 0)).join('');
  return { lines, tabs, top: buffer.scrollTop, bottom: buffer.scrollBottom, saved: saved(raw, buffer) };
}

/** True when the cursor stands past the last column and nothing is in that column: only rows that moved under the cursor come to that. */
export function standsPastEmptyCell(terminal: HeadlessTerminal): boolean {
  const raw = internals(terminal);
  const { cols, buffers } = raw._bufferService;
  const { x, y, ybase, lines } = buffers.active;
  return x >= cols && ((lines.get(ybase + y)?._data[(cols - 1) * 3] ?? 0) & CONTENT.any) === 0;
}

/** Everything of a terminal that can show now or later, in a form that can be compared. */
export function stateOf(terminal: HeadlessTerminal, scrollback = 1000): unknown {
  const raw = internals(terminal);
  const { normal, alt, active } = raw._bufferService.buffers;
  const pen = raw._inputHandler._curAttrData;
  const charsets = raw._charsetService;
  return {
    size: [terminal.cols, terminal.rows],
    cursor: [active.x, active.y],
    alternate: active === alt,
    normal: bufferState(raw, normal, scrollback),
    alt: active === alt ? bufferState(raw, alt, 0) : null,
    pen: attrs(raw, pen.fg, pen.bg, pen.extended, true),
    charset: [charsets.charset?.q ?? null, charsets.glevel, ...[0, 1, 2, 3].map((level) => charsets._charsets[level]?.q ?? null)],
    modes: {
      ...raw.coreService.decPrivateModes,
      cursorBlink: raw.coreService.decPrivateModes.cursorBlink ?? null,
      cursorStyle: raw.coreService.decPrivateModes.cursorStyle ?? null,
    },
    insert: raw.coreService.modes.insertMode,
    hidden: raw.coreService.isCursorHidden,
    mouse: [raw.coreMouseService.activeProtocol, raw.coreMouseService.activeEncoding],
    newline: raw.optionsService.rawOptions.convertEol,
    title: raw._inputHandler._windowTitle ?? '',
  };
}
