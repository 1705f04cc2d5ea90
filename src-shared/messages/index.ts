import { createInstance, type i18n } from 'i18next';
import { cli as enCli } from './en/cli.ts';
import { doctor as enDoctor } from './en/doctor.ts';
import { errors as enErrors } from './en/errors.ts';
import { settings as enSettings } from './en/settings.ts';
import { window as enWindow } from './en/window.ts';
import { cli as zhCli } from './zh-CN/cli.ts';
import { doctor as zhDoctor } from './zh-CN/doctor.ts';
import { errors as zhErrors } from './zh-CN/errors.ts';
import { settings as zhSettings } from './zh-CN/settings.ts';
import { window as zhWindow } from './zh-CN/window.ts';

const en = { ...enWindow, ...enErrors, ...enCli, ...enDoctor, ...enSettings } as const;

/** Keys of the catalogue; plural forms (`_one`, `_other`) are chosen by i18next from `count`. */
export type MessageKey = keyof typeof en;
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every text of the product. The same catalogue serves window and command line. */
export const catalogues: Record<Language, Record<string, string>> = {
  en,
  'zh-CN': { ...zhWindow, ...zhErrors, ...zhCli, ...zhDoctor, ...zhSettings },
};

/** The language to use for a list of the reader's preferences (BCP 47 tags, best first); English when none fits. */
export function pickLanguage(preferences: readonly string[]): Language {
  for (const tag of preferences) {
    const lower = tag.toLowerCase().replace('_', '-');
    if (lower.startsWith('zh')) return 'zh-CN';
    if (lower.startsWith('en')) return 'en';
  }
  return 'en';
}

/** An i18next instance with both catalogues; keys are flat, values are filled as `{{name}}`. */
export async function createI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.init({
    lng: language,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    // React escapes by itself, and a terminal needs no HTML escapes.
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(LANGUAGES.map((l) => [l, { translation: catalogues[l] }])),
  });
  return instance;
}
