import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { type Language, pickLanguage } from '#shared/messages/index.ts';

export { type TextKey, type Texts, textsIn } from '#shared/messages/texts.ts';

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
