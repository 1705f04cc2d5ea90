import { defaultFilter } from 'cmdk';
import { type Ranked, ranked } from './ranked.ts';

/** Below this a match is letters strewn over the words, which nobody means. */
const STREWN = 0.05;
/** As cmdk has it for what stands at the beginning, and at that of a later word; letters of several words come to less than either. */
const BEGINS = 0.99;
const BEGINS_WORD = 0.89;

/** How well an entry answers what was typed, 0 (not at all) to 1: by the words that the person sees. */
export function match(search: string, words: readonly string[]): number {
  const score = defaultFilter(words.join(' '), search, []);
  return score < STREWN ? 0 : score;
}

/** An entry with the words that the person sees, ready to be searched among thousands. */
export interface Searchable<T> {
  readonly entry: T;
  readonly words: readonly string[];
  readonly text: string;
}

/** Entries ready to be searched: once, not with every key. @param wordsOf of an entry, as the person sees them */
export function searchable<T>(entries: readonly T[], wordsOf: (entry: T) => readonly string[]): readonly Searchable<T>[] {
  return entries.map((entry) => {
    const words = wordsOf(entry);
    return { entry, words, text: plain(words.join(' ')) };
  });
}

/**
 * The entries that answer what was typed, best first, quickly among thousands. Where enough of them have it literally at the beginning of a word,
 * those are the answer, and letters that are strewn over others are not looked for.
 * @param enough entries that fill the list
 */
export function matching<T>(entries: readonly Searchable<T>[], search: string, enough: number): readonly Ranked<T>[] {
  const typed = plain(search);
  const literal = ranked(entries, ({ text }) => begins(text, typed));
  if (literal.length >= enough) return literal.map(ofEntry);
  const letters = [...new Set(typed)];
  // What lacks a letter is no match for cmdk either, which takes a hundred times as long to say so.
  const left = entries.filter(({ text }) => letters.every((letter) => text.includes(letter)));
  return ranked(left, ({ words }) => match(search, words)).map(ofEntry);
}

function ofEntry<T>({ entry, score }: Ranked<Searchable<T>>): Ranked<T> {
  return { entry: entry.entry, score };
}

/** As cmdk compares: small letters, and a hyphen is a space. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]/g, ' ');
}

/** How well a text answers what was typed by a word that begins with it, 0 where none does; both in small letters, with words apart by a space. */
export function begins(text: string, typed: string): number {
  if (text.startsWith(typed)) return BEGINS;
  return text.includes(` ${typed}`) ? BEGINS_WORD : 0;
}
