import { followThemeWish, type ThemeWish, WISH_SEQUENCES } from '#shared/terminal/theme-mode.ts';
import { Utf8Carry } from '#shared/terminal/utf8-carry.ts';
import { Palette } from './palette.ts';
import { PartialSequence } from './partial-sequence.ts';
import { PieceSignals, type RawSignal, watchSignals } from './signals.ts';
import { findSkim } from './skim.ts';
import { takeSnapshot } from './snapshot/take-snapshot.ts';
import type { ScreenText, Snapshot } from './types.ts';
import { createTerminal, type HeadlessTerminal } from './xterm.ts';
import { internals, PARSER_GROUND, type RawTerminal } from './xterm-internals.ts';

/** Lines kept above the screen. */
export const MIRROR_SCROLLBACK = 1000;
/** A smaller piece is parsed before it is looked through. */
const SKIM_ABOVE = 32 * 1024;
const BEL = 0x07;
const CAN = Uint8Array.of(0x18);
const ST = Uint8Array.of(0x1b, 0x5c);

export interface ScreenOptions {
  readonly cols: number;
  readonly rows: number;
  /** Offset of the first byte that will come. */
  readonly from: number;
  readonly scrollback?: number;
  /** Called when a piece was parsed, for what it said (see PieceSignals); `offset` is just past the sequence. */
  readonly onSignal?: (signal: RawSignal, offset: number) => void;
}

/** One child's screen: bytes, resizes and gaps go in by offset, snapshots and text come out. Never answers terminal queries. */
export class Screen {
  readonly #terminal: HeadlessTerminal;
  readonly #scrollback: number;
  readonly #raw: RawTerminal;
  readonly #palette: Palette;
  readonly #carry = new Utf8Carry();
  readonly #partial = new PartialSequence();
  readonly #signals = new PieceSignals();
  readonly #onSignal: ScreenOptions['onSignal'];
  /** Mode 2031, which the terminal does not keep itself. */
  #themeWish: ThemeWish = 'nothing';
  #parsed: number;
  #pieceEnd: number;
  /** The last snapshot, while nothing changed since: a quiet session is looked at again and again (tabs, reloads). */
  #cached: { readonly scrollback: number; readonly snapshot: Snapshot } | null = null;

  constructor({ cols, rows, from, scrollback = MIRROR_SCROLLBACK, onSignal }: ScreenOptions) {
    this.#terminal = createTerminal(cols, rows, scrollback);
    this.#scrollback = scrollback;
    this.#raw = internals(this.#terminal);
    this.#palette = new Palette(this.#terminal);
    followThemeWish(this.#terminal.parser, (wish) => {
      this.#themeWish = wish;
    });
    this.#parsed = from;
    this.#pieceEnd = from;
    this.#onSignal = onSignal;
    if (onSignal !== undefined) watchSignals(this.#terminal, (signal) => this.#signals.add(signal, this.#pieceEnd));
  }

  /** Byte after the last one taken in. */
  get offset(): number {
    return this.#parsed + this.#carry.held;
  }

  /** Takes in the next bytes; they must begin at `offset`. The array is not kept. */
  write(bytes: Uint8Array): void {
    const whole = this.#carry.push(bytes);
    // Signals must say where they end, and a handler does not know: cut after each possible end of a string. Of bells in a row the first may
    // end one, the others are one piece.
    let from = 0;
    let bel = whole.indexOf(BEL);
    let st = indexOfST(whole, 0);
    while (bel >= 0 || st >= 0) {
      let end = st < 0 || (bel >= 0 && bel < st) ? bel + 1 : st + ST.length;
      if (bel === from && whole[from - 1] === BEL) while (whole[end] === BEL) end += 1;
      this.#take(whole.subarray(from, end));
      from = end;
      if (bel >= 0 && bel < end) bel = whole.indexOf(BEL, end);
      if (st >= 0 && st < end) st = indexOfST(whole, end);
    }
    if (from < whole.length) this.#take(whole.subarray(from));
    for (const { signal, offset } of this.#signals.take()) this.#onSignal?.(signal, offset);
  }

  /** Parses a piece, or as much of it as leaves a trace. */
  #take(piece: Uint8Array): void {
    const skim = piece.length > SKIM_ABOVE ? findSkim(piece, this.#scrollback + 2 * this.#terminal.rows) : null;
    if (skim === null) {
      this.#parse(piece);
      return;
    }
    this.#parse(piece.subarray(0, skim.from));
    if (this.#scrollsWhole()) {
      this.#raw._inputHandler.parse(skim.colours);
      this.#parsed += skim.to - skim.from;
    } else this.#parse(piece.subarray(skim.from, skim.to));
    this.#parse(piece.subarray(skim.to));
  }

  /** Whether a line feed in the last row moves all rows, and the next byte is text. */
  #scrollsWhole(): boolean {
    const { rows, buffers } = this.#raw._bufferService;
    const { scrollTop, scrollBottom } = buffers.active;
    return scrollTop === 0 && scrollBottom === rows - 1 && this.#raw._inputHandler._parser.currentState === PARSER_GROUND;
  }

  #parse(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#cached = null;
    this.#pieceEnd = this.#parsed + piece.length;
    this.#raw._inputHandler.parse(piece);
    this.#partial.parsed(piece, this.#parsed, this.#raw._inputHandler._parser.currentState);
    this.#parsed = this.#pieceEnd;
  }

  /** Changes the size at this point of the stream; wrapped lines flow again as in every viewer. */
  resize(cols: number, rows: number): void {
    this.#cached = null;
    this.#terminal.resize(cols, rows);
  }

  /**
   * Goes on at `to`: the bytes before it are gone. Screen and modes stay as they were, because most programs go on in the
   * same mode and redraw; only a sequence that was open is dropped.
   */
  gap(to: number): void {
    this.#cached = null;
    this.#carry.clear();
    if (this.#partial.open) this.#parse(CAN);
    this.#parsed = to;
    this.#pieceEnd = to;
  }

  /** Escape sequences that rebuild the state, and the byte from where raw bytes go on. */
  snapshot(scrollback: number): Snapshot {
    if (this.#cached?.scrollback === scrollback) return this.#cached.snapshot;
    const snapshot = this.#takeSnapshot(scrollback);
    this.#cached = { scrollback, snapshot };
    return snapshot;
  }

  #takeSnapshot(scrollback: number): Snapshot {
    const title = this.#raw._inputHandler._windowTitle;
    const extra = this.#palette.sequences() + (title ? `\u001b]2;${title}\u001b\\` : '') + WISH_SEQUENCES[this.#themeWish];
    const state = takeSnapshot(this.#terminal, scrollback, extra);
    const { offset, suffix } = this.#partial.resume(this.#parsed);
    let data = state;
    if (suffix.length > 0) {
      data = new Uint8Array(state.length + suffix.length);
      data.set(state);
      data.set(suffix, state.length);
    }
    return { offset, cols: this.#terminal.cols, rows: this.#terminal.rows, data };
  }

  /** The visible rows as text. */
  text(): ScreenText {
    const { active } = this.#terminal.buffer;
    const lines: string[] = [];
    for (let row = 0; row < this.#terminal.rows; row++) lines.push(active.getLine(active.baseY + row)?.translateToString(true) ?? '');
    return {
      offset: this.offset,
      cols: this.#terminal.cols,
      rows: this.#terminal.rows,
      lines,
      cursor: { row: active.cursorY, col: active.cursorX },
      title: this.#raw._inputHandler._windowTitle ?? '',
      alternate: active.type === 'alternate',
      bracketedPaste: this.#terminal.modes.bracketedPasteMode,
    };
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}

function indexOfST(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1b, from); at >= 0; at = bytes.indexOf(0x1b, at + 1)) if (bytes[at + 1] === 0x5c) return at;
  return -1;
}
