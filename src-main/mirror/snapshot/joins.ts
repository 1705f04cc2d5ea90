/** Code points that never join a neighbour into one grapheme cluster, whatever stands beside them: the common cases, cheap to test. */
function standsAlone(code: number): boolean {
  if (code < 0x300) return code !== 0xad && code !== 0xa9 && code !== 0xae;
  // Punctuation without joiners, box drawing and blocks, CJK without marks, kana without voicing marks.
  if (code >= 0x2010 && code <= 0x2027) return true;
  if (code >= 0x2500 && code <= 0x259f) return true;
  if (code >= 0x3001 && code <= 0x3029) return true;
  if (code >= 0x3041 && code <= 0x3096) return true;
  if (code >= 0x30a0 && code <= 0x30ff) return true;
  return code >= 0x3400 && code <= 0x9fff;
}

/** True when two characters written one after the other could become one cluster, so that something must part them. */
export function mayJoin(last: number, next: number): boolean {
  return last !== 0 && !(standsAlone(last) && standsAlone(next));
}

/** A sequence without effect: it ends the cluster that is being written and moves nothing. */
export const PART_CLUSTERS = '\u001b\\';
