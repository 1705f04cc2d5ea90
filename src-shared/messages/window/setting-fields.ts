import type { Catalogue } from '../reader.ts';

/**
 * What a window calls settings in its errors: what stands beside their fields. The command line has no such texts: there they are called by the
 * names that are typed. Pure.
 * @param texts the catalogue's `setting.<name>`, among others
 */
export function settingFields(texts: Catalogue): Catalogue {
  const titles = Object.entries(texts).filter(([key]) => key.startsWith('setting.') && !/\.about$|\.is\./.test(key));
  return Object.fromEntries(titles.map(([key, title]) => [key.replace(/^setting/, 'error.field'), title]));
}
