import { createInstance, type i18n } from 'i18next';
import type { Language } from '#shared/messages/languages.ts';
import { CATALOGUES, type Fetch } from './catalogues.ts';

/** Texts that the first paint does without. */
const LATER: Readonly<Record<Language, Fetch>> = {
  en: async () => (await import('#shared/messages/window/english-later.ts')).english,
  'zh-CN': async () => (await import('#shared/messages/window/chinese-later.ts')).chinese,
};

/**
 * An i18next instance that speaks a language; keys are flat, values are filled as `{{name}}`.
 * @param catalogue its texts, where they are being fetched already
 * @throws TypeError when the texts could not be fetched
 */
export async function createI18n(language: Language, catalogue = CATALOGUES[language]()): Promise<i18n> {
  const instance = createInstance();
  await instance.init({
    lng: language,
    // A test sees to it that no text is missing in any language.
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    // React escapes by itself, and a terminal needs no HTML escapes.
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: await catalogue } },
  });
  return instance;
}

/** Changes over to another language as soon as its texts are there. @throws TypeError when they could not be fetched; nothing changes then */
export async function changeLanguage(texts: i18n, language: Language): Promise<void> {
  if (!texts.hasResourceBundle(language, 'translation')) {
    texts.addResourceBundle(language, 'translation', await CATALOGUES[language]());
  }
  if (later.has(texts)) await addLater(texts, language);
  await texts.changeLanguage(language);
}

const later = new WeakMap<i18n, Promise<void>>();

/**
 * Fetches the texts that the first paint did without; a part that says any of them waits for it (React's `use`). From then on they come
 * with every language. The same promise every time, until it failed.
 * @throws TypeError when they could not be fetched
 */
export function laterTexts(texts: i18n, language: Language): Promise<void> {
  const known = later.get(texts);
  if (known !== undefined) return known;
  const fetching = addLater(texts, language).catch((error: unknown) => {
    later.delete(texts);
    throw error;
  });
  later.set(texts, fetching);
  return fetching;
}

async function addLater(texts: i18n, language: Language): Promise<void> {
  texts.addResourceBundle(language, 'translation', await LATER[language]());
}
