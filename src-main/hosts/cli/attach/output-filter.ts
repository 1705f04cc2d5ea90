const ESC = 0x1b;
const BEL = 0x07;
const BACKSLASH = 0x5c;
/** CAN and SUB break a sequence off. */
const BREAKS = new Set([0x18, 0x1a]);
/** A control sequence longer than this is not one that any terminal acts on, and is passed on as it came. */
const LONGEST_CSI = 256;
/** Enough of a string sequence to know what it is: `4;255;?` or `52;clipboard;?`. */
const STRING_PREFIX = 64;

export interface OutputPolicy {
  /** Whether the person's terminal answers queries for the program at the moment. */
  readonly mayAnswer: () => boolean;
  /** Whether the program may put text on the clipboard (OSC 52). */
  readonly clipboardWrite: boolean;
}

type State =
  | { readonly kind: 'text' }
  | { readonly kind: 'escape' }
  | { readonly kind: 'csi' }
  /** The beginning of an OSC or DCS, kept until it is known what it is. */
  | { readonly kind: 'prefix'; readonly what: 'osc' | 'dcs' }
  /** The rest of a string sequence, passed on or taken out until it ends. */
  | { readonly kind: 'string'; readonly keep: boolean; readonly escape: boolean };

const TEXT: State = { kind: 'text' };

/**
 * Takes out of a program's output what must not reach the person's terminal: queries while another viewer's terminal answers
 * them (two answers arrive as typed garbage), asking for the clipboard, and setting it unless that is allowed. Works on bytes
 * in any chunks; everything else passes unchanged.
 */
export class OutputFilter {
  readonly #policy: OutputPolicy;
  #state: State = TEXT;
  /** An unfinished sequence that is not decided yet. */
  #held: number[] = [];
  #out: Uint8Array = new Uint8Array(0);
  #written = 0;

  constructor(policy: OutputPolicy) {
    this.#policy = policy;
  }

  /** What of `bytes`, and of what was held back before, goes to the terminal. */
  push(bytes: Uint8Array): Uint8Array {
    // Most output has no escape in it.
    if (this.#state === TEXT && !bytes.includes(ESC)) return bytes;
    // One more: an ESC inside a string may be waiting to be told apart.
    this.#out = new Uint8Array(bytes.length + this.#held.length + 1);
    this.#written = 0;
    for (const byte of bytes) this.#byte(byte);
    return this.#out.subarray(0, this.#written);
  }

  /** Whether what was passed on so far ends between two sequences, so that something else may be written here. */
  get between(): boolean {
    return this.#state === TEXT;
  }

  /** Forgets an unfinished sequence: a fresh picture begins. */
  reset(): void {
    this.#state = TEXT;
    this.#held = [];
  }

  #byte(byte: number): void {
    switch (this.#state.kind) {
      case 'text':
        if (byte === ESC) this.#hold(byte, { kind: 'escape' });
        else this.#pass(byte);
        return;
      case 'escape':
        this.#afterEscape(byte);
        return;
      case 'csi':
        this.#inCsi(byte);
        return;
      case 'prefix':
        this.#inPrefix(byte, this.#state.what);
        return;
      case 'string':
        this.#inString(byte, this.#state);
        return;
    }
  }

  #afterEscape(byte: number): void {
    if (byte === 0x5b) this.#hold(byte, { kind: 'csi' });
    else if (byte === 0x5d) this.#hold(byte, { kind: 'prefix', what: 'osc' });
    else if (byte === 0x50) this.#hold(byte, { kind: 'prefix', what: 'dcs' });
    else if (byte === ESC) {
      this.#release(TEXT);
      this.#hold(byte, { kind: 'escape' });
    } else {
      this.#held.push(byte);
      this.#release(TEXT);
    }
  }

  #inCsi(byte: number): void {
    if (byte === ESC) {
      this.#release(TEXT);
      this.#hold(byte, { kind: 'escape' });
      return;
    }
    this.#held.push(byte);
    const final = byte >= 0x40 && byte <= 0x7e;
    if (!final && !BREAKS.has(byte) && this.#held.length < LONGEST_CSI) return;
    if (final && isQuery(latin(this.#held).slice(2)) && !this.#policy.mayAnswer()) this.#drop(TEXT);
    else this.#release(TEXT);
  }

  #inPrefix(byte: number, what: 'osc' | 'dcs'): void {
    const ends = byte === BEL || byte === ESC || BREAKS.has(byte);
    if (!ends) this.#held.push(byte);
    const text = latin(this.#held).slice(2);
    const known = what === 'osc' ? this.#judgeOsc(text, ends) : this.#judgeDcs(text, ends);
    if (known === undefined && !ends && this.#held.length < STRING_PREFIX) return;
    const keep = known ?? true;
    const next: Extract<State, { kind: 'string' }> = { kind: 'string', keep, escape: false };
    if (keep) this.#release(next);
    else this.#drop(next);
    if (ends) this.#inString(byte, next);
  }

  /** Whether an OSC may pass, as soon as that can be told. */
  #judgeOsc(text: string, whole: boolean): boolean | undefined {
    const [, number, rest] = /^(\d*);?(.*)$/s.exec(text) ?? [];
    if (!text.includes(';') && !whole) return undefined;
    switch (number) {
      case '52': {
        const [, value] = (rest ?? '').split(';');
        if (value === undefined || value === '') return whole ? false : undefined;
        return !value.startsWith('?') && this.#policy.clipboardWrite;
      }
      case '4':
      case '10':
      case '11':
      case '12':
        if (rest?.split(';').includes('?') === true) return this.#policy.mayAnswer();
        return whole ? true : undefined;
      default:
        return true;
    }
  }

  /** Requests for settings (DECRQSS) and terminal capabilities (XTGETTCAP). */
  #judgeDcs(text: string, whole: boolean): boolean | undefined {
    if (/^[\d;]*[$+]q/.test(text)) return this.#policy.mayAnswer();
    if (/[@-~]/.test(text) || whole) return true;
    return undefined;
  }

  #inString(byte: number, state: Extract<State, { kind: 'string' }>): void {
    if (state.escape && byte !== BACKSLASH) {
      // The string was never closed: what comes is a sequence of its own.
      this.#held = [ESC];
      this.#state = { kind: 'escape' };
      this.#afterEscape(byte);
      return;
    }
    if (byte === ESC) {
      this.#state = { ...state, escape: true };
      return;
    }
    if (state.keep && state.escape) this.#pass(ESC);
    if (state.keep) this.#pass(byte);
    if (byte === BEL || state.escape || BREAKS.has(byte)) this.#state = TEXT;
  }

  #pass(byte: number): void {
    this.#out[this.#written++] = byte;
  }

  #hold(byte: number, state: State): void {
    this.#held.push(byte);
    this.#state = state;
  }

  #release(state: State): void {
    for (const byte of this.#held) this.#pass(byte);
    this.#drop(state);
  }

  #drop(state: State): void {
    this.#held = [];
    this.#state = state;
  }
}

/** Whether a control sequence (without `ESC [`) makes a terminal answer: attributes, status, modes, version, keyboard, window. */
function isQuery(sequence: string): boolean {
  return /^(?:[>=]?\d*c|\??[\d;]*n|\??[\d;]*\$p|>\d*q|\?u|(?:1[13-689]|2[01])(?:;\d*)*t)$/.test(sequence);
}

function latin(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes);
}
