import type { HeadlessTerminal } from './xterm.ts';

/** A signal without the child and the place, which the caller knows. */
export type RawSignal =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'notify'; readonly text: string }
  | { readonly kind: 'progress'; readonly state: number; readonly value: number }
  | { readonly kind: 'bell' };

/** Where a signal ended, as well. */
export interface PlacedSignal {
  readonly signal: RawSignal;
  /** Just past its sequence. */
  readonly offset: number;
}

/** Notifications of one piece that are told; a program that says more at once than this floods. */
const MOST_NOTIFICATIONS = 8;

/**
 * What a program said in one piece of its output, in order. A megabyte of bells is a million signals, and each is a message to the engine: of
 * bells, titles and progress only the last one says how things are, and of notifications the newest are told.
 */
export class PieceSignals {
  readonly #said = new Map<string, PlacedSignal>();
  #notifications = 0;

  add(signal: RawSignal, offset: number): void {
    const isNotification = signal.kind === 'notify';
    if (isNotification) this.#notifications += 1;
    const key = isNotification ? `notify ${this.#notifications}` : signal.kind;
    // Taken out first: it stands where it was said last.
    this.#said.delete(key);
    this.#said.set(key, { signal, offset });
    if (isNotification) this.#said.delete(`notify ${this.#notifications - MOST_NOTIFICATIONS}`);
  }

  /** What was said since this was called last. */
  take(): readonly PlacedSignal[] {
    if (this.#said.size === 0) return [];
    const said = [...this.#said.values()];
    this.#said.clear();
    this.#notifications = 0;
    return said;
  }
}

// Longer texts are cut: they go to lists and notifications.
const LONGEST_TEXT = 1024;

/** Reads the text of an OSC 9: ConEmu's progress (`4;state;value`), its other numbered commands (none of ours), or a notification. */
export function readOsc9(data: string): RawSignal | null {
  const progress = /^4;([0-4])(?:;(\d{0,3}))?$/.exec(data);
  if (progress !== null) return { kind: 'progress', state: Number(progress[1]), value: Math.min(100, Number(progress[2] ?? 0)) };
  if (/^\d{1,2}(;|$)/.test(data)) return null;
  return { kind: 'notify', text: data.slice(0, LONGEST_TEXT) };
}

/** Reports titles, notifications, progress and bells as the terminal parses them; the terminal handles them as before. */
export function watchSignals(terminal: HeadlessTerminal, onSignal: (signal: RawSignal) => void): void {
  const title = (text: string): boolean => {
    onSignal({ kind: 'title', text: text.slice(0, LONGEST_TEXT) });
    return false;
  };
  terminal.parser.registerOscHandler(0, title);
  terminal.parser.registerOscHandler(2, title);
  terminal.parser.registerOscHandler(9, (data) => {
    const signal = readOsc9(data);
    if (signal !== null) onSignal(signal);
    return false;
  });
  terminal.onBell(() => onSignal({ kind: 'bell' }));
}
