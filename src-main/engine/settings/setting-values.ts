import { isDeepStrictEqual } from 'node:util';
import { TomlError, type TomlTable } from 'smol-toml';
import { printSettingPath } from '#shared/contract/setting-path.ts';
import { parseToml } from './toml-edit.ts';

/** Values by dotted name. */
export type SettingValues = ReadonlyMap<string, unknown>;

/** The plain values of a table by their dotted names; names that are no bare words are quoted. */
export function flatten(table: TomlTable, above: readonly string[] = []): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(table)) {
    const path = [...above, key];
    if (typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date))
      for (const [name, below] of flatten(value, path)) values.set(name, below);
    else values.set(printSettingPath(path), value);
  }
  return values;
}

/** Names of the values in which two TOML texts differ, sorted; none where the first is no TOML. Pure. */
export function changedSettings(toml: string, base: string): readonly string[] {
  const [after, before] = [valuesOrNone(toml), valuesOrNone(base)];
  if (after === null) return [];
  const names = new Set([...after.keys(), ...(before?.keys() ?? [])]);
  return [...names].filter((name) => !isDeepStrictEqual(after.get(name), before?.get(name))).sort();
}

function valuesOrNone(toml: string): SettingValues | null {
  try {
    return flatten(parseToml(toml));
  } catch (error) {
    if (error instanceof TomlError) return null;
    throw error;
  }
}

/** `table` with one value set. Pure. */
export function nested(table: object, path: readonly string[], value: unknown): object {
  const [key = '', ...rest] = path;
  const below: unknown = Reflect.get(table, key);
  return { ...table, [key]: rest.length === 0 ? value : nested(typeof below === 'object' && below !== null ? below : {}, rest, value) };
}
