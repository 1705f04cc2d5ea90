import type { IDisposable, Terminal } from '@xterm/xterm';
import { cropped, type Ink, inkOf, shows } from './glyph-likeness.ts';

/** Reading pixels back makes the GPU wait; once in a while costs nothing that anybody feels. Only frames that are drawn anyway are looked at. */
const EVERY_MS = 30_000;
/** Letters looked at in a frame, and how many there must be for a verdict. */
const MOST_LETTERS = 8;
const LEAST_LETTERS = 4;

type Watched = Pick<Terminal, 'onRender' | 'buffer' | 'cols' | 'rows' | 'options'>;

export type Verdict = 'as-expected' | 'garbled';

/**
 * Looks now and then whether letters that WebGL has drawn look like letters: drivers corrupt their textures, after a sleep for example,
 * and nothing tells. Compares some cells with the same letters drawn by a canvas. Owns the listener; `dispose` ends it.
 */
export class GlyphWatch implements IDisposable {
  private readonly terminal: Watched;
  private readonly canvas: HTMLCanvasElement;
  private readonly listening: IDisposable;
  private next = 0;
  private readonly letters = new Map<string, Ink | null>();

  /** @param canvas the one that WebGL draws this terminal into */
  constructor(terminal: Watched, canvas: HTMLCanvasElement, onVerdict: (verdict: Verdict) => void) {
    this.terminal = terminal;
    this.canvas = canvas;
    // In the task that drew: afterwards the browser may have taken the picture away.
    this.listening = terminal.onRender(({ start, end }) => {
      if (performance.now() < this.next) return;
      const verdict = this.look(start, end);
      if (verdict === null) return;
      this.next = performance.now() + EVERY_MS;
      // Whoever hears it may exchange the renderer, which is in the middle of this.
      queueMicrotask(() => onVerdict(verdict));
    });
  }

  /** Looks at the next frame: something has happened that may garble letters. */
  soon(): void {
    this.next = 0;
    this.letters.clear();
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** Null while the rows that were drawn have too little to judge by. */
  private look(start: number, end: number): Verdict | null {
    const gl = this.canvas.getContext('webgl2');
    const { cols, rows } = this.terminal;
    const [width, height] = [Math.round(this.canvas.width / cols), Math.round(this.canvas.height / rows)];
    if (gl === null || gl.isContextLost() || width < 4 || height < 4) return null;
    const cells = this.lettersIn(start, end);
    if (cells.length < LEAST_LETTERS) return null;
    let wrong = 0;
    for (const { letter, bold, col, row } of cells) {
      const pixels = new Uint8Array(4 * width * height);
      // WebGL counts from below.
      gl.readPixels(col * width, this.canvas.height - (row + 1) * height, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      // Nothing at all, not even the ground: this frame was not drawn.
      if (pixels.every((value) => value === 0)) return null;
      const expected = this.expected(letter, bold, width, height);
      if (expected === null) return null;
      const drawn = inkOf(pixels, width, height);
      if (drawn === null || !shows(upright(drawn), expected)) wrong += 1;
    }
    return wrong * 2 > cells.length ? 'garbled' : 'as-expected';
  }

  /** Different letters in the rows that were just drawn, of those that look the same however they are drawn. */
  private lettersIn(start: number, end: number) {
    const { buffer, cols } = this.terminal;
    const { viewportY, baseY, cursorX, cursorY } = buffer.active;
    const found = new Map<string, { letter: string; bold: boolean; col: number; row: number }>();
    for (let row = start; row <= end && found.size < MOST_LETTERS; row += 1) {
      const line = buffer.active.getLine(viewportY + row);
      if (line === undefined) continue;
      for (let col = 0; col < cols && found.size < MOST_LETTERS; col += 1) {
        if (viewportY + row === baseY + cursorY && col === cursorX) continue;
        const cell = line.getCell(col);
        const letter = cell?.getChars() ?? '';
        // Of sloped, struck and dim ones the picture is less sure; thin ones are too alike.
        if (cell === undefined || !/^[a-hkm-zA-HJ-Z02-9]$/.test(letter)) continue;
        if (cell.isItalic() || cell.isDim() || cell.isInvisible() || cell.isStrikethrough() || cell.isUnderline() || cell.isBlink())
          continue;
        const bold = cell.isBold() !== 0;
        found.set(`${letter}${bold}`, { letter, bold, col, row });
      }
    }
    return [...found.values()];
  }

  /** The letter as a canvas of the processor's draws it, in the size of the terminal's pixels; null when it has no ink there. */
  private expected(letter: string, bold: boolean, width: number, height: number): Ink | null {
    const { fontFamily = '', fontSize = 0, fontWeight = 'normal', fontWeightBold = 'bold' } = this.terminal.options;
    const font = `${bold ? fontWeightBold : fontWeight} ${fontSize * window.devicePixelRatio}px ${fontFamily}`;
    const key = `${letter} ${font}`;
    const known = this.letters.get(key);
    if (known !== undefined) return known;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [3 * width, 2 * height];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return null;
    context.fillStyle = '#000000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#ffffff';
    context.font = font;
    context.textBaseline = 'middle';
    context.fillText(letter, width, height);
    const drawn = inkOf(context.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height);
    const letterInk = drawn === null ? null : cropped(drawn);
    this.letters.set(key, letterInk);
    return letterInk;
  }
}

/** WebGL gives its lowest row first. */
function upright({ width, height, ink }: Ink): Ink {
  const turned = new Float32Array(ink.length);
  for (let y = 0; y < height; y += 1) turned.set(ink.subarray((height - 1 - y) * width, (height - y) * width), y * width);
  return { width, height, ink: turned };
}
