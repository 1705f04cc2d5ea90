/** Deterministic bytes (xorshift32, seed 1) without NUL and control characters, so that no terminal setting can eat one. */
export function pattern(length: number): Buffer {
  const out = Buffer.allocUnsafe(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i] = 0x21 + ((state >>> 0) % 94);
  }
  return out;
}

/** Lines of 79 printable characters and a line end, `length` bytes in all. */
export function plainLines(length: number): Buffer {
  const out = pattern(length);
  for (let i = 79; i < length; i += 80) out[i] = 0x0a;
  out[length - 1] = 0x0a;
  return out;
}

/** What full-screen programs write: 24 coloured rows drawn over and over from the top left, `length` bytes in all or a frame more. */
export function tuiRedraws(length: number): Buffer {
  const frames: Buffer[] = [];
  const text = pattern(4096).toString('latin1');
  let bytes = 0;
  for (let n = 0; bytes < length; n++) {
    const rows = Array.from({ length: 24 }, (_, row) => {
      const from = (n * 31 + row * 53) % (4096 - 60);
      const colour = 16 + ((n + row * 7) % 216);
      return `\x1b[${row + 1};1H\x1b[38;5;${colour}m│ ${text.slice(from, from + 20)} \x1b[1m${text.slice(from + 20, from + 40)}\x1b[0m │\x1b[K`;
    });
    const frame = Buffer.from(`\x1b[?25l${rows.join('')}\x1b[?25h`);
    frames.push(frame);
    bytes += frame.length;
  }
  return Buffer.concat(frames);
}

/** What a line of numberedLines takes, with its end. */
export const NUMBERED_BYTES = 40;

/** Lines that begin with their number, nine digits, and are short enough for half a window; `length` bytes. */
export function numberedLines(length: number): Buffer {
  const out = pattern(length);
  for (let line = 0; (line + 1) * NUMBERED_BYTES <= length; line++) {
    const at = line * NUMBERED_BYTES;
    out.write(`${String(line).padStart(9, '0')} `, at, 'latin1');
    out[at + NUMBERED_BYTES - 1] = 0x0a;
  }
  return out;
}
