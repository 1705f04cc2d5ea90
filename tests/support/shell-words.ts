/**
 * The words of every call of `program` in a script for sh, without what the shell does with them: quotes are taken away, variables
 * stay as they are written.
 */
export function commandLines(script: string, program: string): readonly (readonly string[])[] {
  return [...script.matchAll(new RegExp(`(?<![\\w/-])${program} `, 'g'))].map(({ index, 0: found }) =>
    words(script.slice(index + found.length)),
  );
}

function words(text: string): readonly string[] {
  const found: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const character of text) {
    if (quote !== null) {
      if (character === quote) quote = null;
      else word = `${word ?? ''}${character}`;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/[\s|;&<>)]/.test(character)) {
      if (word !== null) found.push(word);
      word = null;
      if (character !== ' ') return found;
    } else word = `${word ?? ''}${character}`;
  }
  return word === null ? found : [...found, word];
}
