import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Language } from './languages.ts';

export { LANGUAGES, type Language, pickLanguage } from './languages.ts';

/** Keys of the catalogue; plural forms (`_one`, `_other`) are chosen by i18next from `count`. */
export type MessageKey = keyof typeof english;

/** Every text of the product. The same catalogue serves window and command line. */
export const catalogues: Record<Language, Record<string, string>> = { en: english, 'zh-CN': chinese };
