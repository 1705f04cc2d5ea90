import { defaultFilter } from 'cmdk';

/** Below this a match is letters strewn over the words, which nobody means. */
const STREWN = 0.05;

/** How well an entry answers what was typed, 0 (not at all) to 1: by the words that the person sees. */
export function match(search: string, words: readonly string[]): number {
  const score = defaultFilter(words.join(' '), search, []);
  return score < STREWN ? 0 : score;
}
