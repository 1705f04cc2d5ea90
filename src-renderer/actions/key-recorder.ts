import { type KeySpec, parseKeys } from '#shared/key-combination.ts';
import { isModifier, type KeyPress } from './keys.ts';

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
