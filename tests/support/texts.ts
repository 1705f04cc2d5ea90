import { fillText, type TextValues } from '#shared/messages/fill.ts';
import { catalogues, type Language, type MessageKey } from '#shared/messages/index.ts';

/** Looks up the product's texts in one language, as a person who chose it sees them. `values` fill a text's `{{name}}` places. */
export function textsIn(language: Language) {
  return (key: MessageKey, values: TextValues = {}): string => {
    const template = catalogues[language][key];
    if (template === undefined) throw new Error(`the catalogue has no ${key}`);
    return fillText(template, values, { language, catalogue: catalogues[language] });
  };
}

/** A text in English: what a spec's window shows unless it says otherwise. */
export const text = textsIn('en');
