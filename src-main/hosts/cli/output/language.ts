import { catalogues, type Language } from '#shared/messages/index.ts';
import { type Texts, textsFrom } from './texts.ts';

export type { TextKey, Texts } from './texts.ts';

/** The catalogue in `language`. */
export function textsIn(language: Language): Texts {
  return textsFrom(language, catalogues[language]);
}
