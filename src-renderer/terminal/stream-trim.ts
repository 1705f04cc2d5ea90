/** The part of a run of bytes at `offset` that is at or after `from`; null when none of it is. */
export function partFrom(bytes: Uint8Array, offset: number, from: number): Uint8Array | null {
  if (offset >= from) return bytes;
  const skip = from - offset;
  return skip >= bytes.length ? null : bytes.subarray(skip);
}
