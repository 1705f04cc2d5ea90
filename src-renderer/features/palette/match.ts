import { defaultFilter } from 'cmdk';

/** Below this a match is letters strewn over the words, which nobody means. */
const STREWN = 0.05;

/**
 * How well an entry answers what was typed, 0 (not at all) to 1. Only by the words that the person sees, which are handed in as
 * keywords: an entry's value is an id, and ids contain anything.
 */
export function match(_value: string, search: string, keywords: readonly string[] = []): number {
  const score = defaultFilter(keywords.join(' '), search, []);
  return score < STREWN ? 0 : score;
}
