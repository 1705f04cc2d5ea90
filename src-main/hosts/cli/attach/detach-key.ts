import { KimiError } from '#shared/errors/kimi-error.ts';

/** How long a second press may take to count as "send it through", ms. Telnet users press without thinking; half a second is felt as one gesture. */
export const TWICE_WITHIN_MS = 500;

/** A key with Ctrl that leaves the session. */
export interface DetachKey {
  /** As a person writes it. */
  readonly label: string;
  /** Finds the key in what a terminal sends for it. */
  readonly pattern: RegExp;
}

/**
 * Reads `ctrl-]`, `^]`, `ctrl-a` … A program can switch the terminal to the kitty keyboard protocol or to modifyOtherKeys, and
 * then the same key comes as an escape sequence instead of a control character.
 * @throws KimiError INVALID_INPUT
 */
export function parseDetachKey(text: string): DetachKey {
  const [, character] = /^(?:ctrl-|ctrl\+|c-|\^)([a-z@[\]\\^_])$/i.exec(text) ?? [];
  if (character === undefined) {
    throw new KimiError('INVALID_INPUT', {
      field: '--detach-key',
      value: text,
      reason: 'ctrl- and one of a to z, @ [ ] \\ ^ _ is expected',
    });
  }
  const lower = character.toLowerCase();
  const control = String.fromCharCode(lower.toUpperCase().charCodeAt(0) & 0x1f);
  const code = lower.charCodeAt(0);
  const literal = control === '\u001c' ? '\\u001c' : control.replace(/[[\]\\^]/, '\\$&');
  // Kitty: CSI code[:alternates] ; modifiers[:event] u. Ctrl alone is 5; caps lock adds 64 and num lock 128; event 3 is the release.
  const modifiers = '(?:5|69|133|197)';
  const kitty = `\\u001b\\[${code}(?::\\d*)*;${modifiers}(?::[12])?u`;
  const released = `\\u001b\\[${code}(?::\\d*)*;\\d+:3u`;
  const otherKeys = `\\u001b\\[27;5;${code}~`;
  return { label: `Ctrl-${lower.toUpperCase()}`, pattern: new RegExp(`${literal}|${kitty}|${otherKeys}|(?<released>${released})`, 'g') };
}

export interface DetachScannerOptions {
  readonly key: DetachKey;
  readonly onInput: (bytes: Uint8Array) => void;
  readonly onDetach: () => void;
}

/** Reads what a person types: pressed once the key leaves, pressed twice it goes to the program once. */
export class DetachScanner {
  readonly #o: DetachScannerOptions;
  #armed: NodeJS.Timeout | null = null;

  constructor(options: DetachScannerOptions) {
    this.#o = options;
  }

  /** Bytes from the terminal. */
  feed(bytes: Buffer): void {
    // One character a byte, so that positions are positions in the bytes.
    const text = bytes.toString('latin1');
    let at = 0;
    for (const match of text.matchAll(this.#o.key.pattern)) {
      const between = text.slice(at, match.index);
      if (between !== '' && !this.#pass(between)) return;
      at = match.index + match[0].length;
      if (match.groups?.released !== undefined) {
        if (this.#armed === null) this.#pass(match[0]);
      } else if (this.#armed === null) {
        this.#armed = setTimeout(() => this.#leave(), TWICE_WITHIN_MS);
      } else {
        this.close();
        this.#pass(match[0]);
      }
    }
    if (at < text.length) this.#pass(text.slice(at));
  }

  close(): void {
    if (this.#armed !== null) clearTimeout(this.#armed);
    this.#armed = null;
  }

  /** False when these bytes are not the program's any more. */
  #pass(text: string): boolean {
    if (this.#armed !== null) {
      this.#leave();
      return false;
    }
    this.#o.onInput(Buffer.from(text, 'latin1'));
    return true;
  }

  #leave(): void {
    this.close();
    this.#o.onDetach();
  }
}
