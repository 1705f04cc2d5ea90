import { type Habits, worthOf } from '../../state/habits.ts';

/** Entries by how often and how lately they were chosen here; those that never were keep their order. @param now ms */
export function byUse<T extends { readonly id: string }>(entries: readonly T[], uses: Habits['uses'], now: number): readonly T[] {
  return [...entries].sort((a, b) => worthOf(uses[b.id], now) - worthOf(uses[a.id], now));
}

/** Less than the difference between a word's beginning and its middle: use decides among answers that are about as good. */
const MOST = 0.15;

/** A match's score with what the use of the entry adds to it; what does not match stays 0. @param now ms */
export function withUseScore(score: number, id: string, uses: Habits['uses'], now: number): number {
  const worth = worthOf(uses[id], now);
  return score === 0 ? 0 : score + (MOST * worth) / (1 + worth);
}
