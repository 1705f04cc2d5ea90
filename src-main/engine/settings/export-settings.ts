import { stringify, type TomlTable } from 'smol-toml';
import { settingLeaf } from '#shared/contract/setting-names.ts';
import { parseSettingPath } from '#shared/contract/setting-path.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { flatten } from './setting-values.ts';
import { readSettings } from './settings-file.ts';
import { latestFormat } from './settings-format.ts';
import type { TomlScalar } from './toml-edit.ts';

/** The values that a person set in a settings text, as TOML with its format: without comments, secrets, and what this version does not know. */
export function exportSettings(text: string): string {
  const { table } = readSettings(text);
  let known: TomlTable = {};
  for (const [name, value] of flatten(table))
    if (settingLeaf(name) !== undefined) known = withPath(known, parseSettingPath(name), value as TomlScalar);
  if (Object.keys(known).length === 0) return '';
  return stringify({ format: latestFormat(), ...(createRedactor().data(known) as TomlTable) });
}

function withPath(table: TomlTable, [key = '', ...rest]: readonly string[], value: TomlScalar): TomlTable {
  return { ...table, [key]: rest.length === 0 ? value : withPath((table[key] ?? {}) as TomlTable, rest, value) };
}
