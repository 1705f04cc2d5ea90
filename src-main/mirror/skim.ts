/*
 * What need not be parsed. A program that prints plain lines faster than anybody reads them pushes most of them out at the top of the
 * scrollback within the same piece of output; of those nothing remains but the colour they were in. Finding that out takes a look at each
 * byte, a fortieth of what drawing takes.
 */

const ESC = 0x1b;
const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const DEL = 0x7f;
/** First byte of the C1 controls in UTF-8, and of some letters that are no loss. */
const C1_LEAD = 0xc2;

/** Part of a piece of output whose lines all leave the scrollback before the piece ends. */
export interface Skim {
  /** Parse up to here; the part counts only when the parser then is between two sequences. */
  readonly from: number;
  /** Parse from here on. */
  readonly to: number;
  /** Instead of what lies between: the colours it sets. */
  readonly colours: Uint8Array;
}

/**
 * Finds the longest such part, or null when there is none.
 * @param bytes whole UTF-8 characters
 * @param lines how many line feeds push everything above them out: those of the scrollback, as many as rows below the cursor, and the rows
 */
export function findSkim(bytes: Uint8Array, lines: number): Skim | null {
  let best: Skim | null = null;
  for (let from = 0; from < bytes.length; ) {
    const run = plainRun(bytes, from);
    const to = lastLines(bytes, run, lines + 1);
    if (to > from && (best === null || to - from > best.to - best.from)) best = { from, to, colours: coloursOf(bytes, run.colours, to) };
    // What follows the line of whatever else there is may be plain again.
    const lineFeed = bytes.indexOf(LF, run.end);
    if (lineFeed < 0) break;
    from = lineFeed + 1;
  }
  return best;
}

interface Run {
  readonly from: number;
  readonly end: number;
  /** Where colours are set: beginnings and ends by turns. */
  readonly colours: readonly number[];
}

/** Text, line ends and colours from `from` on: nothing that moves the cursor elsewhere, and nothing that anybody must hear of. */
function plainRun(bytes: Uint8Array, from: number): Run {
  const colours: number[] = [];
  let i = from;
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x20 ? byte !== DEL && byte !== C1_LEAD : byte === LF || byte === CR || byte === TAB) continue;
    const end = byte === ESC ? colourEnd(bytes, i) : -1;
    if (end < 0) break;
    colours.push(i, end);
    i = end - 1;
  }
  return { from, end: i, colours };
}

/** Index of the line end (CR LF) in the run from where on there are at least so many line feeds, or -1. */
function lastLines(bytes: Uint8Array, { from, end }: Run, lines: number): number {
  let left = lines;
  for (let at = bytes.subarray(0, end).lastIndexOf(LF); at > from; at = bytes.lastIndexOf(LF, at - 1)) {
    left -= 1;
    // A line feed alone leaves the cursor in its column, which what is left out would have set.
    if (left <= 0 && bytes[at - 1] === CR) return at - 1;
  }
  return -1;
}

/** What is set before `to`, from the last reset on. */
function coloursOf(bytes: Uint8Array, places: readonly number[], to: number): Uint8Array {
  let set: Uint8Array[] = [];
  for (let i = 0; i < places.length && (places[i] ?? 0) < to; i += 2) {
    const colour = bytes.subarray(places[i], places[i + 1]);
    if (isReset(colour)) set = [];
    set.push(colour);
  }
  return Buffer.concat(set);
}

/** Just past the colour sequence (CSI … m) at `start`, or -1. */
function colourEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start + 1] !== 0x5b) return -1;
  for (let i = start + 2; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x6d) return i + 1;
    // Digits, colon, semicolon.
    if (byte < 0x30 || byte > 0x3b) return -1;
  }
  return -1;
}

/** CSI m or CSI 0 m: nothing before it matters. */
function isReset(colour: Uint8Array): boolean {
  return colour.length === 3 || (colour.length === 4 && colour[2] === 0x30);
}
