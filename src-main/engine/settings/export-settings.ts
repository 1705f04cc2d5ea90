import { stringify, type TomlTable } from 'smol-toml';
import { settingLeaf } from '#shared/contract/setting-names.ts';
import { parseSettingPath } from '#shared/contract/setting-path.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { flatten } from './setting-values.ts';
import { readSettings } from './settings-file.ts';
import { latestFormat, refuseOtherFormat } from './settings-format.ts';
import type { TomlScalar } from './toml-edit.ts';

/**
 * The values that a person set in a settings text, as TOML with its format: without comments, secrets, and what this version does not know.
 * @param path of the file that the text is from
 * @throws KimiError INVALID_INPUT for a text of which nothing can be used | SETTINGS_NEWER: what is known of it would be in no format at all
 */
export function exportSettings(text: string, path = 'settings.toml'): string {
  const { table, broken, format } = readSettings(text);
  if (broken !== null) throw new KimiError('INVALID_INPUT', { field: path, reason: broken.said });
  if (format !== null) refuseOtherFormat(format, path);
  let known: TomlTable = {};
  for (const [name, value] of flatten(table))
    if (settingLeaf(name) !== undefined) known = withPath(known, parseSettingPath(name), value as TomlScalar);
  if (Object.keys(known).length === 0) return '';
  return stringify({ format: latestFormat(), ...(createRedactor().data(known) as TomlTable) });
}

function withPath(table: TomlTable, [key = '', ...rest]: readonly string[], value: TomlScalar): TomlTable {
  return { ...table, [key]: rest.length === 0 ? value : withPath((table[key] ?? {}) as TomlTable, rest, value) };
}
