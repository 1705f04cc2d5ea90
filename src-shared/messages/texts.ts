import { fillText, type TextValues } from './fill.ts';
import type { Language, MessageKey } from './index.ts';
import type { Catalogue, Reader } from './reader.ts';

type PluralBase<K> = K extends `${infer Base}_other` ? Base : never;
/** A text of the catalogue, or the base of a plural pair. */
export type TextKey = MessageKey | PluralBase<MessageKey>;

/** The catalogue in the reader's language. */
export interface Texts extends Reader {
  t(key: TextKey, values?: TextValues): string;
  /** A key that was computed (a check's message); the key itself when there is no such text. */
  lookUp(key: string, values?: TextValues): string;
}

/** The texts of `catalogue`, which is in `language`. `count` chooses the plural form. */
export function textsFrom(language: Language, catalogue: Catalogue): Texts {
  let plural: Intl.PluralRules | undefined;
  const lookUp = (key: string, values: TextValues = {}) => {
    const { count } = values;
    // Made when a text asks for it: the system's rules take a while to load.
    if (typeof count === 'number') plural ??= new Intl.PluralRules(language);
    const form =
      typeof count === 'number' && plural !== undefined
        ? (catalogue[`${key}_${plural.select(count)}`] ?? catalogue[`${key}_other`])
        : undefined;
    const text = form ?? catalogue[key];
    return text === undefined ? key : fillText(text, values, { language, catalogue });
  };
  return { language, catalogue, t: lookUp, lookUp };
}
