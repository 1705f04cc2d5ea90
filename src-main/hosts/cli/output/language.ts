import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { fillText, type TextValues } from '#shared/messages/fill.ts';
import { catalogues, type Language, type MessageKey, pickLanguage } from '#shared/messages/index.ts';

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

/**
 * The language to speak: the setting, else the environment's. Read from the file itself, because help and errors must be in
 * the reader's language while no engine runs; a file that cannot be read or understood is the engine's to complain about.
 */
export async function chooseLanguage(dataFolder: string, env: Readonly<Record<string, string | undefined>>): Promise<Language> {
  const preferences = [env.LC_ALL, env.LC_MESSAGES, env.LANG].filter((tag) => tag !== undefined && tag !== '') as string[];
  return pickLanguage([...(await languageSetting(dataFolder)), ...preferences]);
}

async function languageSetting(dataFolder: string): Promise<readonly string[]> {
  try {
    const { language } = parse(await readFile(join(dataFolder, 'settings.toml'), 'utf8'));
    return typeof language === 'string' && language !== 'system' ? [language] : [];
  } catch {
    return [];
  }
}
