import type { HeadlessTerminal } from './xterm.ts';

/*
 * What xterm.js 6.0.0 keeps but does not publish, and a snapshot needs: raw cells, pen, margins, saved cursor, character
 * sets, parser state. The version is pinned; tests/unit/mirror/xterm-internals.test.ts fails when a new one moves a field.
 */

/** Underline style, underline colour and link of a cell or of the pen. */
export interface ExtendedAttrs {
  /** Bits 1..26 underline colour, 27..29 underline style. */
  readonly _ext: number;
  /** Key of the link service; 0: no link. */
  readonly _urlId: number;
}

/** Colours and flags of a cell or of the pen, packed as in xterm's buffer. */
export interface Attrs {
  readonly fg: number;
  readonly bg: number;
  readonly extended: ExtendedAttrs;
}

export interface RawLine {
  readonly length: number;
  readonly isWrapped: boolean;
  /** Three numbers per cell: content, foreground, background. */
  readonly _data: Uint32Array;
  readonly _combined: Readonly<Record<number, string>>;
  readonly _extendedAttrs: Readonly<Record<number, ExtendedAttrs | undefined>>;
}

type Charset = Readonly<Record<string, string>>;

export interface RawBuffer {
  readonly x: number;
  readonly y: number;
  /** Index of the screen's first row; lines below it are scrollback. */
  readonly ybase: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
  readonly savedX: number;
  /** Absolute: compare with ybase. */
  readonly savedY: number;
  readonly savedCurAttrData: Attrs;
  readonly savedCharset: Charset | undefined;
  readonly lines: { readonly length: number; get(index: number): RawLine | undefined };
}

export interface RawTerminal {
  readonly _bufferService: {
    readonly cols: number;
    readonly rows: number;
    readonly buffers: { readonly normal: RawBuffer; readonly alt: RawBuffer; readonly active: RawBuffer };
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly cursorBlink: boolean | undefined;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly origin: boolean;
      readonly reverseWraparound: boolean;
      readonly sendFocus: boolean;
      readonly synchronizedOutput: boolean;
      readonly wraparound: boolean;
    };
  };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly _charsetService: {
    readonly charset: Charset | undefined;
    readonly glevel: number;
    readonly _charsets: readonly (Charset | undefined)[];
  };
  readonly _oscLinkService: { getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined };
  /** Bits 1 and 2 of the properties are the width in cells. */
  readonly unicodeService: { charProperties(codepoint: number, preceding: number): number };
  readonly _inputHandler: {
    readonly _curAttrData: Attrs;
    readonly _windowTitle: string;
    readonly _parser: { readonly currentState: number; readonly precedingJoinState: number };
    /** Parses at once; a promise comes back only with asynchronous handlers, of which none is registered. */
    parse(bytes: Uint8Array): unknown;
  };
  readonly optionsService: { readonly rawOptions: { readonly convertEol: boolean; readonly cursorBlink: boolean } };
}

/** The unpublished state of a terminal, live: it changes with each parse. */
export function internals(terminal: HeadlessTerminal): RawTerminal {
  return (terminal as unknown as { readonly _core: RawTerminal })._core;
}

/** States of xterm's parser that matter here; the numbers are its own. */
export const PARSER_GROUND = 0;
/** Up to this state a sequence is ESC or CSI: short, and control characters inside it run at once. Above it are strings. */
export const PARSER_LAST_CSI = 6;

/** Bits of a cell's content word. */
export const CONTENT = { codepoint: 0x1fffff, combined: 0x200000, any: 0x3fffff, widthShift: 22 } as const;

/** Bits of the colour words: mode and value. */
export const COLOR = {
  mode: 0x3000000,
  p16: 0x1000000,
  p256: 0x2000000,
  rgb: 0x3000000,
  palette: 0xff,
  value: 0xffffff,
  all: 0x3ffffff,
} as const;

/** Flags in the foreground word. */
export const FG = {
  inverse: 0x4000000,
  bold: 0x8000000,
  underline: 0x10000000,
  blink: 0x20000000,
  invisible: 0x40000000,
  strike: 0x80000000,
} as const;

/** Flags in the background word. */
export const BG = { italic: 0x4000000, dim: 0x8000000, extended: 0x10000000, protected: 0x20000000, overline: 0x40000000 } as const;

/** Underline style of extended attributes: 0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed. */
export function underlineStyle(extended: ExtendedAttrs): number {
  return (extended._ext >>> 26) & 7;
}
