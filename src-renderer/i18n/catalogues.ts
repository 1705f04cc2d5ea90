import type { Language } from '#shared/messages/languages.ts';

export type Fetch = () => Promise<Record<string, string>>;

/** A window fetches the texts of the language it speaks, and those of another one when it is chosen. */
export const CATALOGUES: Readonly<Record<Language, Fetch>> = {
  en: async () => (await import('#shared/messages/window/english.ts')).english,
  'zh-CN': async () => (await import('#shared/messages/window/chinese.ts')).chinese,
};
