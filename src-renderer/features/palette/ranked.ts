/** An entry with how well it answers what was typed, above 0. */
export interface Ranked<T> {
  readonly entry: T;
  readonly score: number;
}

/** The entries that answer a search, best first; those that answer it equally well keep their order. @param score 0: not at all */
export function ranked<T>(entries: readonly T[], score: (entry: T) => number): readonly Ranked<T>[] {
  return entries
    .map((entry) => ({ entry, score: score(entry) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score);
}
