import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, pickLanguage } from '#shared/messages/languages.ts';

/**
 * The language to speak: the setting, else the environment's. Read from the file itself, because help and errors must be in
 * the reader's language while no engine runs; a file that cannot be read or understood is the engine's to complain about.
 */
export async function chooseLanguage(dataFolder: string, env: Readonly<Record<string, string | undefined>>): Promise<Language> {
  const preferences = [env.LC_ALL, env.LC_MESSAGES, env.LANG].filter((tag) => tag !== undefined && tag !== '') as string[];
  const { KIMI_SHELL_LANGUAGE: wanted } = env;
  const override = wanted === 'en' || wanted === 'zh-CN' ? [wanted] : [];
  return pickLanguage([...override, ...(await languageSetting(dataFolder)), ...preferences]);
}

async function languageSetting(dataFolder: string): Promise<readonly string[]> {
  try {
    const text = readFileSync(join(dataFolder, 'settings.toml'), 'utf8');
    // Most people have no such file, or not this setting: then nothing that reads one is loaded.
    if (!/language/.test(text)) return [];
    const { parse } = await import('smol-toml');
    const { language } = parse(text);
    return typeof language === 'string' && language !== 'system' ? [language] : [];
  } catch {
    return [];
  }
}
