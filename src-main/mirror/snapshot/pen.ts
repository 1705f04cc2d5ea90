import { type Attrs, BG, COLOR, type ExtendedAttrs, FG, type RawTerminal, underlineStyle } from '../xterm-internals.ts';
import type { ByteWriter } from './writer.ts';

const NONE: ExtendedAttrs = { _ext: 0, _urlId: 0 };
/** The pen of a reset terminal. */
export const PLAIN: Attrs = { fg: 0, bg: 0, extended: NONE };

function color(base: 38 | 48, word: number): string {
  const value = word & COLOR.value;
  switch (word & COLOR.mode) {
    case COLOR.p16: {
      const index = word & COLOR.palette;
      const first = base === 38 ? 30 : 40;
      return index < 8 ? `;${first + index}` : `;${first + 60 + index - 8}`;
    }
    case COLOR.p256:
      return `;${base};5;${word & COLOR.palette}`;
    case COLOR.rgb:
      return `;${base};2;${value >> 16};${(value >> 8) & 0xff};${value & 0xff}`;
    default:
      return '';
  }
}

function underlineColor(extended: ExtendedAttrs): string {
  const word = extended._ext & COLOR.all;
  const value = word & COLOR.value;
  if ((word & COLOR.mode) === COLOR.rgb) return `;58:2::${value >> 16}:${(value >> 8) & 0xff}:${value & 0xff}`;
  if ((word & COLOR.mode) !== 0) return `;58:5:${word & COLOR.palette}`;
  return '';
}

/** SGR (and DECSCA) that set a pen from whatever it was; links are apart. */
function sgr({ fg, bg, extended }: Attrs): string {
  let out = '\u001b[0';
  if (fg & FG.bold) out += ';1';
  if (bg & BG.dim) out += ';2';
  if (bg & BG.italic) out += ';3';
  if (fg & FG.underline) {
    const style = underlineStyle(extended);
    out += style > 1 ? `;4:${style}` : ';4';
  }
  if (fg & FG.blink) out += ';5';
  if (fg & FG.inverse) out += ';7';
  if (fg & FG.invisible) out += ';8';
  if (fg & FG.strike) out += ';9';
  if (bg & BG.overline) out += ';53';
  out += color(38, fg) + color(48, bg) + underlineColor(extended);
  out = out === '\u001b[0' ? '\u001b[m' : `${out}m`;
  // SGR 0 takes xterm's protection flag away, so it can only be set after.
  return bg & BG.protected ? `${out}\u001b[1"q` : out;
}

/** Follows the pen of the terminal that reads the snapshot and writes a sequence only where it must change. */
export class Pen {
  readonly #out: ByteWriter;
  readonly #links: RawTerminal['_oscLinkService'];
  #fg = 0;
  #bg = 0;
  #ext = 0;
  #link = 0;

  constructor(out: ByteWriter, links: RawTerminal['_oscLinkService']) {
    this.#out = out;
    this.#links = links;
  }

  /** True when nothing has to be written for a cell without extended attributes. Kept small: called once per cell. */
  is(fg: number, bg: number): boolean {
    return fg === this.#fg && bg === this.#bg && (bg & BG.extended) === 0 && this.#ext === 0 && this.#link === 0;
  }

  /** True when a link is still known: the link service forgets one when the last line that showed it is gone; cells may still name it. */
  knowsLink(extended: ExtendedAttrs | undefined): boolean {
    return extended !== undefined && extended._urlId !== 0 && this.#links.getLinkData(extended._urlId) !== undefined;
  }

  /** Makes the pen equal to `attrs`, its link included. */
  set(attrs: Attrs): void {
    this.#setStyle(attrs.fg, attrs.bg, attrs.extended);
    // Restoring a cursor can leave a link behind that the pen no longer uses.
    this.#setLink(attrs.bg & BG.extended ? attrs.extended._urlId : 0);
  }

  /** Makes the pen equal to a cell's attributes; a cell without the flag has no extended ones, whatever is stored beside it. */
  setCell(fg: number, bg: number, extended: ExtendedAttrs | undefined): void {
    const own = bg & BG.extended && extended !== undefined ? extended : NONE;
    this.#setStyle(fg, bg, own);
    this.#setLink(own._urlId);
  }

  /** Back to a plain pen, so that erasing and scrolling leave no colour behind. */
  plain(): void {
    this.set(PLAIN);
  }

  #setStyle(fg: number, bg: number, extended: ExtendedAttrs): void {
    if (fg === this.#fg && bg === this.#bg && extended._ext === this.#ext) return;
    this.#out.text(sgr({ fg, bg, extended }));
    this.#fg = fg;
    this.#bg = bg;
    this.#ext = extended._ext;
  }

  #setLink(link: number): void {
    if (link === this.#link) return;
    const data = link === 0 ? undefined : this.#links.getLinkData(link);
    if (data === undefined && this.#link === 0) return;
    this.#link = data === undefined ? 0 : link;
    if (data === undefined) this.#out.text('\u001b]8;;\u001b\\');
    // A link without a name gets one, so that its pieces stay one link in the reader.
    else this.#out.text(`\u001b]8;id=${data.id ?? `_${link}`};${data.uri}\u001b\\`);
  }
}
