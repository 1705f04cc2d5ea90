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
