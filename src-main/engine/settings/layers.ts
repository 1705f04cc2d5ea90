import type { TomlTable } from 'smol-toml';
import { SettingEntry, Settings } from '#shared/contract/index.ts';
import { SETTING_LEAVES, SETTING_VARIABLE, settingLeaf, settingVariable } from '#shared/contract/setting-names.ts';
import { parseSettingPath } from '#shared/contract/setting-path.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { nearestWord } from '#shared/nearest-word.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { parseSettingValue } from './setting-value.ts';
import { flatten, nested, type SettingValues } from './setting-values.ts';

/** Where values come from besides the defaults; the later wins. */
export interface Layers {
  readonly file: TomlTable;
  readonly environment: SettingValues;
  readonly flag: SettingValues;
  readonly admin: SettingValues;
}

/** Settings as they hold, and where each comes from. */
export interface Ranked {
  readonly settings: Settings;
  readonly entries: ReadonlyMap<string, SettingEntry>;
}

/** Ranks the layers: default, file, environment, flag, admin. Each must be good by itself. Pure. */
export function rank({ file, environment, flag, admin }: Layers): Ranked {
  const above = [
    ['environment', environment],
    ['flag', flag],
    ['admin', admin],
  ] as const;
  let table: object = file;
  for (const [, values] of above) for (const [key, value] of values) table = nested(table, parseSettingPath(key), value);
  const settings = Settings.parse(table);
  const written = flatten(file);
  const entries = new Map<string, SettingEntry>();
  for (const [key, value] of flatten(settings as unknown as TomlTable)) {
    const source = above.findLast(([, values]) => values.has(key))?.[0] ?? (written.has(key) ? 'file' : 'default');
    entries.set(key, SettingEntry.parse({ key, value, source }));
  }
  return { settings, entries };
}

/** What the environment sets (`KIMI_SHELL_TERMINAL_FONT_SIZE`), and what in it was refused, and why. */
export function fromEnvironment(env: Readonly<Record<string, string | undefined>>) {
  const values = new Map<string, unknown>();
  const problems: Spoken[] = [];
  for (const key of SETTING_LEAVES.keys()) {
    const variable = settingVariable(key);
    const text = env[variable];
    // Empty is how a shell says "not set".
    if (text === undefined || text === '') continue;
    try {
      values.set(key, overriding(key, text));
    } catch (error) {
      problems.push(speak('setting.ignored', { ...KimiError.from(error).context, name: variable }));
    }
  }
  const renamed = new Map(
    MIGRATIONS.flatMap((migration) => Object.entries(migration.renamed)).map(([old, key]) => [settingVariable(old), settingVariable(key)]),
  );
  for (const [name, now] of renamed) if ((env[name] ?? '') !== '') problems.push(speak('setting.variable-renamed', { name, now }));
  return { values, problems: [...problems, ...misspelt(env, renamed)] };
}

/** Variables that were probably meant for a setting. Most that begin as ours are none: programs and scripts have their own. */
function misspelt(env: Readonly<Record<string, string | undefined>>, renamed: ReadonlyMap<string, string>): readonly Spoken[] {
  const known = new Map([...SETTING_LEAVES.keys()].map(settingVariable).map((variable) => [variable, withoutPrefix(variable)]));
  const words = [...known.values()];
  return Object.entries(env)
    .filter(([name, text]) => name.startsWith(SETTING_VARIABLE) && text !== '' && !known.has(name) && !renamed.has(name))
    .flatMap(([name]) => {
      const near = nearestWord(withoutPrefix(name), words);
      return near === null ? [] : [speak('setting.variable-unknown', { name, nearest: `${SETTING_VARIABLE}${near}` })];
    });
}

function withoutPrefix(variable: string): string {
  return variable.slice(SETTING_VARIABLE.length);
}

/** What flags set, by dotted names. @throws KimiError INVALID_INPUT */
export function fromFlags(flags: Readonly<Record<string, string>>): SettingValues {
  return new Map(Object.entries(flags).map(([key, text]) => [key, overriding(key, text)]));
}

/** A value from outside the file. @throws KimiError INVALID_INPUT */
function overriding(key: string, text: string): unknown {
  const value = parseSettingValue(key, text);
  if (settingLeaf(key)?.tight !== undefined)
    throw new KimiError('INVALID_INPUT', { field: key, reason: 'neither a variable nor an option may override it' });
  return value;
}
