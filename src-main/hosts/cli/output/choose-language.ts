import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminFilePath } from '#shared/admin-file-path.ts';
import { type Language, pickLanguage } from '#shared/messages/languages.ts';

/**
 * The language to speak: the administrator's, else our variable's, the setting's or the environment's. Read from the files themselves,
 * because help and errors must be in the reader's language while no engine runs; one that cannot be read or understood is the engine's
 * to complain about.
 */
export async function chooseLanguage(
  dataFolder: string,
  env: Readonly<Record<string, string | undefined>>,
  adminPath = adminFilePath(process.platform),
): Promise<Language> {
  const preferences = [env.LC_ALL, env.LC_MESSAGES, env.LANG].filter((tag) => tag !== undefined && tag !== '') as string[];
  const locked = await languageIn(adminPath);
  if (locked !== null) return pickLanguage(locked === 'system' ? preferences : [locked]);
  const { KIMI_SHELL_LANGUAGE: wanted } = env;
  const override = wanted === 'en' || wanted === 'zh-CN' ? [wanted] : [];
  const setting = await languageIn(join(dataFolder, 'settings.toml'));
  return pickLanguage([...override, ...(setting === null || setting === 'system' ? [] : [setting]), ...preferences]);
}

async function languageIn(path: string): Promise<string | null> {
  try {
    const text = readFileSync(path, 'utf8');
    // Most people have no such file, or not this setting: then nothing that reads one is loaded.
    if (!/language/.test(text)) return null;
    const { parse } = await import('smol-toml');
    const { language } = parse(text);
    return typeof language === 'string' ? language : null;
  } catch {
    return null;
  }
}
