const encoder = new TextEncoder();

/** A growing buffer of UTF-8 bytes: escape sequences and text go in, one array comes out. */
export class ByteWriter {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  /** Appends one character by its code point. */
  codepoint(code: number): void {
    this.#room(4);
    const out = this.#bytes;
    if (code < 0x80) {
      out[this.#length++] = code;
    } else if (code < 0x800) {
      out[this.#length++] = 0xc0 | (code >> 6);
      out[this.#length++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      out[this.#length++] = 0xe0 | (code >> 12);
      out[this.#length++] = 0x80 | ((code >> 6) & 0x3f);
      out[this.#length++] = 0x80 | (code & 0x3f);
    } else {
      out[this.#length++] = 0xf0 | (code >> 18);
      out[this.#length++] = 0x80 | ((code >> 12) & 0x3f);
      out[this.#length++] = 0x80 | ((code >> 6) & 0x3f);
      out[this.#length++] = 0x80 | (code & 0x3f);
    }
  }

  /** Appends the low bytes of every `step`th word from `start` up to `end`: a run of ASCII cells. */
  asciiCells(words: Uint32Array, start: number, end: number, step: number): void {
    this.#room((end - start) / step);
    const out = this.#bytes;
    let length = this.#length;
    for (let at = start; at < end; at += step) out[length++] = words[at] ?? 0;
    this.#length = length;
  }

  /** Appends text. */
  text(text: string): void {
    this.#room(text.length * 3);
    // Most pieces are short escape sequences, for which calling the encoder costs more than the copy.
    if (text.length <= 32) {
      const out = this.#bytes;
      let at = 0;
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code >= 0x80) break;
        out[this.#length + at] = code;
      }
      if (at === text.length) {
        this.#length += at;
        return;
      }
    }
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** Appends bytes. */
  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written, as an array of its own. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}
