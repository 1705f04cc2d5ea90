/** Longest detail a list row can use; the rest is one click away in the terminal. */
const MAX_LENGTH = 200;

/** Text as one row of a list: line ends and controls become spaces, and it is cut at 200 characters. */
export function oneLine(text: string): string {
  const flat = text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  const characters = [...flat];
  return characters.length <= MAX_LENGTH ? flat : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
}
