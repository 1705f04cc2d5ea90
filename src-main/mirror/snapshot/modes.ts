import type { RawBuffer, RawTerminal } from '../xterm-internals.ts';

const CURSOR = { block: 1, underline: 3, bar: 5 } as const;
const MOUSE: Readonly<Record<string, string>> = { X10: '9', VT200: '1000', DRAG: '1002', ANY: '1003' };
const MOUSE_ENCODING: Readonly<Record<string, string>> = { SGR: '1006', SGR_PIXELS: '1016' };

/** Modes that differ from a reset terminal's, none of which moves the cursor (origin mode does and is set apart). */
export function modes(raw: RawTerminal): string {
  const { decPrivateModes: dec, modes: ansi, isCursorHidden } = raw.coreService;
  const { activeProtocol, activeEncoding } = raw.coreMouseService;
  const { convertEol, cursorBlink } = raw.optionsService.rawOptions;
  let out = '';
  if (dec.applicationCursorKeys) out += '\u001b[?1h';
  if (dec.applicationKeypad) out += '\u001b=';
  if (dec.bracketedPasteMode) out += '\u001b[?2004h';
  if (dec.reverseWraparound) out += '\u001b[?45h';
  if (dec.sendFocus) out += '\u001b[?1004h';
  if (!dec.wraparound) out += '\u001b[?7l';
  if (ansi.insertMode) out += '\u001b[4h';
  if (convertEol) out += '\u001b[20h';
  if (MOUSE[activeProtocol] !== undefined) out += `\u001b[?${MOUSE[activeProtocol]}h`;
  if (MOUSE_ENCODING[activeEncoding] !== undefined) out += `\u001b[?${MOUSE_ENCODING[activeEncoding]}h`;
  if (cursorBlink) out += '\u001b[?12h';
  if (dec.cursorStyle !== undefined) out += `\u001b[${CURSOR[dec.cursorStyle] + (dec.cursorBlink === false ? 1 : 0)} q`;
  if (isCursorHidden) out += '\u001b[?25l';
  // The program is in the middle of a frame: the viewer, too, waits for its end before it paints.
  if (dec.synchronizedOutput) out += '\u001b[?2026h';
  return out;
}

/** Tab stops that differ from one every eight columns. Leaves the cursor anywhere in the first row. */
export function tabStops(buffer: RawBuffer, cols: number): string {
  const stops: number[] = [];
  let usual = true;
  for (let col = 0; col < cols; col++) {
    const stop = buffer.tabs[col] === true;
    if (stop) stops.push(col);
    if (stop !== (col % 8 === 0)) usual = false;
  }
  if (usual) return '';
  return `\u001b[3g${stops.map((col) => `\u001b[1;${col + 1}H\u001bH`).join('')}`;
}

/** Scroll region, when it is not the whole screen. Leaves the cursor at home. */
export function margins(buffer: RawBuffer, rows: number): string {
  if (buffer.scrollTop === 0 && buffer.scrollBottom === rows - 1) return '';
  return `\u001b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r`;
}
