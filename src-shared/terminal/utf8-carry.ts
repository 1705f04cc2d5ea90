const EMPTY = new Uint8Array(0);

/** Bytes at the end of `bytes` that begin a character and do not finish it: 0 to 3. */
export function incompleteTail(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return size > back ? back : 0;
  }
  return 0;
}

/**
 * Cuts a byte stream at character borders before it is written to xterm.js. Its decoder (6.0.0) loses a character whose
 * bytes come in two writes when the first ends in 0x80, as the dash, the ellipsis and the curly quotes do: E2 80 | 94.
 */
export class Utf8Carry {
  #held: Uint8Array = EMPTY;

  /** Bytes held back, 0 to 3. */
  get held(): number {
    return this.#held.length;
  }

  /** `bytes` with what was held back in front, without a character that is still incomplete. May be empty. */
  push(bytes: Uint8Array): Uint8Array {
    let whole = bytes;
    if (this.#held.length > 0) {
      whole = new Uint8Array(this.#held.length + bytes.length);
      whole.set(this.#held);
      whole.set(bytes, this.#held.length);
    }
    const tail = incompleteTail(whole);
    this.#held = tail === 0 ? EMPTY : whole.slice(whole.length - tail);
    return tail === 0 ? whole : whole.subarray(0, whole.length - tail);
  }

  /** Forgets what is held back: bytes after it are missing. */
  clear(): void {
    this.#held = EMPTY;
  }
}
