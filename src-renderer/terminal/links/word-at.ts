import { CJK_MARKS } from '#shared/terminal/cjk-marks.ts';
import { findPaths } from './find-paths.ts';

/** An address, without the mark that ends its sentence. */
const ADDRESS = new RegExp(String.raw`\b[a-z][a-z0-9+.-]*:\/\/[^\s"'\x60<>|│${CJK_MARKS}]*[^\s"'\x60<>|│.,;:!?)\]}${CJK_MARKS}]`, 'giu');

/**
 * What a double click means where it is more than a word: an address, or a path with its line, also one in quotes with blanks in it. UTF-16 units of the
 * text; null where the word is meant.
 */
export function wordAt(text: string, at: number): { readonly start: number; readonly end: number } | null {
  const inside = ({ start, end }: { readonly start: number; readonly end: number }) => start <= at && at < end;
  const addresses = [...text.matchAll(ADDRESS)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const found = addresses.find(inside) ?? findPaths(text).find(inside);
  return found === undefined ? null : { start: found.start, end: found.end };
}
