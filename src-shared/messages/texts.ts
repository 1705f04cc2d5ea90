import { fillText, type TextValues } from './fill.ts';
import { catalogues, type Language, type MessageKey } from './index.ts';

type PluralBase<K> = K extends `${infer Base}_other` ? Base : never;
/** A text of the catalogue, or the base of a plural pair. */
export type TextKey = MessageKey | PluralBase<MessageKey>;

/** The catalogue in the reader's language. */
export interface Texts {
  readonly language: Language;
  t(key: TextKey, values?: TextValues): string;
  /** A key that was computed (a check's message); the key itself when there is no such text. */
  lookUp(key: string, values?: TextValues): string;
}

/** The catalogue in `language`. `count` chooses the plural form. */
export function textsIn(language: Language): Texts {
  const catalogue = catalogues[language];
  const plural = new Intl.PluralRules(language);
  const lookUp = (key: string, values: TextValues = {}) => {
    const { count } = values;
    const form = typeof count === 'number' ? (catalogue[`${key}_${plural.select(count)}`] ?? catalogue[`${key}_other`]) : undefined;
    const text = form ?? catalogue[key];
    return text === undefined ? key : fillText(text, values);
  };
  return { language, t: lookUp, lookUp };
}
