import { isModifier, type KeyPress, type KeySpec, parseKeys } from './keys.ts';

const FUNCTION_KEY = /^F\d{1,2}$/;

/** Why a combination can be no key of an action. */
export type KeyProblem =
  /** Without Ctrl, Alt or Cmd it is text for the terminal. */
  | 'text'
  /** The browser acts on it before the page sees it. */
  | 'browser';

/** Chromium takes these before the page sees them (Cmd on a Mac, Ctrl elsewhere). */
const BROWSERS_OWN = ['KeyN', 'KeyT', 'KeyW'];

/** What speaks against a combination as the key of an action; null: nothing. */
export function keyProblem(spec: KeySpec, mac: boolean): KeyProblem | null {
  const { ctrl, alt, meta, code } = parseKeys(spec);
  if (!ctrl && !alt && !meta && !FUNCTION_KEY.test(code)) return 'text';
  const main = mac ? meta && !ctrl : ctrl && !meta;
  return main && !alt && BROWSERS_OWN.includes(code) ? 'browser' : null;
}

/** Whether a program in a terminal can see this combination, and might want it: app keys are Ctrl+Shift, on a Mac Cmd. */
export function isTerminals(spec: KeySpec): boolean {
  const { ctrl, shift, meta } = parseKeys(spec);
  return !meta && !(ctrl && shift);
}

/** The combination of a key press; null for a bare modifier, which begins one. */
export function specOf({ ctrlKey, altKey, shiftKey, metaKey, code }: KeyPress): KeySpec | null {
  if (isModifier(code) || code === '') return null;
  return [ctrlKey && 'Ctrl', altKey && 'Alt', shiftKey && 'Shift', metaKey && 'Cmd', code].filter((part) => part !== false).join('+');
}

/** Takes the next key press away from everything else in the window, for the person who chooses a key. */
export class KeyRecorder {
  private listener: ((press: KeyPress) => void) | null = null;

  /** Whether key presses are being taken. */
  get active(): boolean {
    return this.listener !== null;
  }

  /** Every key press goes to `listener` until the returned function is called. */
  record(listener: (press: KeyPress) => void): () => void {
    this.listener = listener;
    return () => {
      if (this.listener === listener) this.listener = null;
    };
  }

  take(press: KeyPress): void {
    this.listener?.(press);
  }
}
