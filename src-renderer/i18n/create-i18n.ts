import { createInstance, type i18n } from 'i18next';
import type { Language } from '#shared/messages/languages.ts';

/** A window fetches the texts of the language it speaks, and those of another one when it is chosen. */
const CATALOGUES: Readonly<Record<Language, () => Promise<Record<string, string>>>> = {
  en: async () => (await import('#shared/messages/window/english.ts')).english,
  'zh-CN': async () => (await import('#shared/messages/window/chinese.ts')).chinese,
};

/**
 * An i18next instance that speaks a language; keys are flat, values are filled as `{{name}}`.
 * @throws TypeError when the texts could not be fetched
 */
export async function createI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.init({
    lng: language,
    // A test sees to it that no text is missing in any language.
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    // React escapes by itself, and a terminal needs no HTML escapes.
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: await CATALOGUES[language]() } },
  });
  return instance;
}

/** Changes over to another language as soon as its texts are there. @throws TypeError when they could not be fetched; nothing changes then */
export async function changeLanguage(texts: i18n, language: Language): Promise<void> {
  if (!texts.hasResourceBundle(language, 'translation')) {
    texts.addResourceBundle(language, 'translation', await CATALOGUES[language]());
  }
  await texts.changeLanguage(language);
}
