import { settingVariable } from '#shared/contract/setting-names.ts';
import type { AdminFile } from '../types.ts';
import type { SettingsService } from './settings-service.ts';

/** Where a setting is set that a change of settings.toml does not change: a variable, an option, or the administrator's file. Undefined elsewhere. */
export function placeAboveFile(key: string, { entries }: Pick<SettingsService, 'entries'>, admin: AdminFile): string | undefined {
  switch (entries.get(key)?.source) {
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
