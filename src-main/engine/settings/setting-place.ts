import type { SettingEntry } from '#shared/contract/index.ts';
import { settingVariable } from '#shared/contract/setting-names.ts';
import type { AdminFile } from '../types.ts';

/** Where a setting is set that a change of settings.toml does not change: a variable, an option, or the administrator's file. Undefined elsewhere. Pure. */
export function placeAboveFile({ key, source }: Pick<SettingEntry, 'key' | 'source'>, admin: Pick<AdminFile, 'path'>): string | undefined {
  switch (source) {
    case 'environment':
      return settingVariable(key);
    case 'flag':
      return `--set ${key}`;
    case 'admin':
      return admin.path;
    default:
      return undefined;
  }
}
