import { isUtf8 } from 'node:buffer';

/**
 * The first line, from 1, whose bytes are no UTF-8; null when all are. By the bytes: what decoding puts in their place (U+FFFD) is also a character
 * that a person may write.
 */
export function lineNotUtf8(bytes: Uint8Array): number | null {
  if (isUtf8(bytes)) return null;
  // The byte of a line end is in no other character, and Latin-1 gives each byte back as it was.
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  return lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1'))) + 1;
}
