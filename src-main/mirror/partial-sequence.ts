import { PARSER_GROUND, PARSER_LAST_CSI } from './xterm-internals.ts';

const ESC = 0x1b;
// A CSI sequence has no length limit; beyond this it is not kept but read again from its start.
const MOST_KEPT = 4096;

/** True for the second byte of a one-character introducer in UTF-8 (C2 90, 98, 9B, 9D, 9E, 9F). */
function introduces(byte: number | undefined): boolean {
  return byte === 0x90 || byte === 0x98 || (byte !== undefined && byte >= 0x9b && byte <= 0x9f && byte !== 0x9c);
}

/** Index of the last byte that starts a sequence, or -1. */
export function lastIntroducer(bytes: Uint8Array): number {
  const esc = bytes.lastIndexOf(ESC);
  for (let at = bytes.lastIndexOf(0xc2); at > esc; at = bytes.lastIndexOf(0xc2, at - 1)) {
    if (introduces(bytes[at + 1])) return at;
    if (at === 0) break;
  }
  return esc;
}

/**
 * The escape sequence that a parser is in the middle of. A snapshot cannot contain half a sequence's effect, so it says
 * where to go on: an open ESC or CSI sequence is written at the snapshot's end as far as it came (control characters
 * inside it have run already and stay out), an open string (OSC, DCS) is read again from its start.
 */
export class PartialSequence {
  #start = 0;
  #prefix: number[] | null = null;
  #open = false;

  /** Tells what was parsed: bytes that begin at `offset` and the parser's state after them. */
  parsed(bytes: Uint8Array, offset: number, state: number): void {
    if (state === PARSER_GROUND) {
      this.#open = false;
      this.#prefix = null;
      return;
    }
    const at = lastIntroducer(bytes);
    if (at >= 0) {
      this.#start = offset + at;
      this.#prefix = [];
    }
    this.#open = true;
    if (state > PARSER_LAST_CSI) {
      this.#prefix = null;
      return;
    }
    if (this.#prefix === null) return;
    for (const byte of at >= 0 ? bytes.subarray(at) : bytes) if (byte >= 0x20 || byte === ESC) this.#prefix.push(byte);
    if (this.#prefix.length > MOST_KEPT) this.#prefix = null;
  }

  /** Where raw bytes go on after a snapshot of a parser that has parsed up to `offset`, and what the snapshot must end with. */
  resume(offset: number): { readonly offset: number; readonly suffix: Uint8Array } {
    if (!this.#open) return { offset, suffix: new Uint8Array(0) };
    if (this.#prefix === null) return { offset: this.#start, suffix: new Uint8Array(0) };
    return { offset, suffix: Uint8Array.from(this.#prefix) };
  }

  get open(): boolean {
    return this.#open;
  }
}
