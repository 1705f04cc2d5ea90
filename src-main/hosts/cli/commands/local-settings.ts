import { join } from 'node:path';
import { parse } from 'smol-toml';
import { adminFile, createSettings, exportSettings } from '../../../engine/settings/index.ts';
import type { Logger } from '../../../engine/types.ts';

const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The settings that an engine started from here would have. @throws KimiError ADMIN_SETTINGS_BROKEN */
export async function describeLocally(dataFolder: string, env: Readonly<Record<string, string | undefined>>) {
  const settings = await createSettings({ path: join(dataFolder, 'settings.toml'), logger: SILENT, env, admin: adminFile() });
  return { entries: [...settings.entries.values()], text: settings.text };
}

/** What a settings text sets, as TOML and as a table. */
export function exportedSettings(text: string) {
  const toml = exportSettings(text);
  return { toml, table: parse(toml) };
}
