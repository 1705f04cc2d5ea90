import { catalogues, type Language } from './index.ts';
import { type Texts, textsFrom } from './texts.ts';

/** The catalogue in `language`. */
export function textsIn(language: Language): Texts {
  return textsFrom(language, catalogues[language]);
}
