/** A combination as it is written in the table of actions: modifiers and `KeyboardEvent.code`, joined by `+`. */
export type KeySpec = string;

export interface Combination {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly code: string;
}

/** Reads a specification such as `Ctrl+Shift+KeyP`. @throws Error for an unknown modifier: the table is ours */
export function parseKeys(spec: KeySpec): Combination {
  const parts = spec.split('+');
  const code = parts.pop() ?? '';
  const found = { ctrl: false, shift: false, alt: false, meta: false };
  for (const part of parts) {
    if (part === 'Ctrl') found.ctrl = true;
    else if (part === 'Shift') found.shift = true;
    else if (part === 'Alt') found.alt = true;
    else if (part === 'Cmd') found.meta = true;
    else throw new Error(`unknown modifier ${part} in ${spec}`);
  }
  return { ...found, code };
}

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

const ORDER = ['Ctrl', 'Alt', 'Shift', 'Cmd'];

/** The same combination with its modifiers in one order, so that equal ones are equal text. */
export function normalKeys(spec: KeySpec): KeySpec {
  const parts = spec.split('+');
  const code = parts.pop() ?? '';
  return [...ORDER.filter((modifier) => parts.includes(modifier)), code].join('+');
}
