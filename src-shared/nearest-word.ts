/** Further away than a third of its letters, a word was not meant. */
const TYPO_SHARE = 1 / 3;

/** Whether `far` letters of difference between two words may be a slip of the fingers. */
export function isTypo(far: number, from: string, to: string): boolean {
  return far <= Math.min(from.length, to.length) * TYPO_SHARE;
}

/** The word of `known` that `written` was most likely meant to be; null when none is near. */
export function nearestWord<Word extends string>(written: string, known: readonly Word[]): Word | null {
  const near = known
    .map((word) => ({ word, far: letterDistance(written, word) }))
    .filter(({ word, far }) => isTypo(far, written, word))
    .sort((a, b) => a.far - b.far);
  return near[0]?.word ?? null;
}

/** Letters to add, drop or change, and neighbours to swap, from one word to the other (Levenshtein, Damerau). */
export function letterDistance(from: string, to: string): number {
  let above: readonly number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  const letters = [...from];
  for (const [at, letter] of letters.entries()) {
    const next = [at + 1];
    for (const [index, other] of [...to].entries()) {
      const swapped =
        letter === to[index - 1] && letters[at - 1] === other
          ? (above[index - 1] ?? Number.POSITIVE_INFINITY) + 1
          : Number.POSITIVE_INFINITY;
      next.push(Math.min((row[index] ?? 0) + (letter === other ? 0 : 1), (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1, swapped));
    }
    above = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
