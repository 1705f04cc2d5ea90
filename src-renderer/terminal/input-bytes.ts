const encoder = new TextEncoder();

/** Bytes of text as it was typed or pasted. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes of what xterm.js reports as binary (mouse reports of the old kind): one byte for each character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
}
