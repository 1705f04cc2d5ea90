import type { Language } from './languages.ts';

/** Names in a row, as the language writes them: `a, b, c` and `a、b、c`. */
export function listText(items: readonly (string | number)[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction', style: 'narrow' }).format(items.map(String));
}
