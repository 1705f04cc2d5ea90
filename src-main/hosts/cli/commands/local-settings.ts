import { join } from 'node:path';
import { parse } from 'smol-toml';
import { parseSettingPath } from '#shared/contract/setting-path.ts';
import { adminFile, createSettings, exportSettings, parseSettingValue, setTomlValue } from '../../../engine/settings/index.ts';
import type { Logger } from '../../../engine/types.ts';

export { discoverSettings } from '../../../engine/settings/index.ts';

const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The settings that an engine started from here would have. @throws KimiError ADMIN_SETTINGS_BROKEN */
export async function describeLocally(dataFolder: string, env: Readonly<Record<string, string | undefined>>) {
  const settings = await createSettings({ path: join(dataFolder, 'settings.toml'), logger: SILENT, env, admin: adminFile() });
  return { entries: [...settings.entries.values()], text: settings.text, problems: settings.problems() };
}

/** What a settings text sets, as TOML and as a table. @throws KimiError as exportSettings */
export function exportedSettings(text: string, path: string) {
  const toml = exportSettings(text, path);
  return { toml, table: parse(toml) };
}

/** Settings as a TOML text. @throws KimiError INVALID_INPUT for a value that the setting does not take */
export function tomlOf(settings: readonly { readonly key: string; readonly value: string }[]): string {
  return settings.reduce((text, { key, value }) => setTomlValue(text, parseSettingPath(key), parseSettingValue(key, value)), '');
}
