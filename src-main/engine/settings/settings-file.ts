import { TomlError, type TomlTable } from 'smol-toml';
import { Settings } from '#shared/contract/index.ts';
import { nearestSetting, settingLeaf } from '#shared/contract/setting-names.ts';
import { printSettingPath } from '#shared/contract/setting-path.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { MIGRATIONS, type SettingsMigration } from './migrations/index.ts';
import { flatten, nested } from './setting-values.ts';
import { type Formatted, inLatestFormat, latestFormat } from './settings-format.ts';
import type { SettingsText } from './settings-text.ts';
import { tomlProblem } from './toml-edit.ts';

/** What a settings file gives: values that can always be used, and what in it could not be. */
export interface LoadedSettings extends SettingsText {
  /** The text in this version's format; the same one when nothing in it is old. What is written begins with it. */
  readonly latest: string;
  /** Of the text; null when it says something that is no format. */
  readonly format: number | null;
  /** Only what the schema takes, and what it does not know. */
  readonly table: TomlTable;
  /** The file as a whole cannot be read; it must not be written over. */
  readonly broken: Spoken | null;
  /** Single values that were not used, each with its name and why. */
  readonly ignored: readonly Spoken[];
}

/**
 * The settings in a text. What is wrong with it costs no more than it must: a bad value is replaced by the last good one, or taken
 * out; of a text that is no TOML nothing is used and the last good table holds. One of an older format is read as if it were of this
 * version's, one of a newer format as far as it is known. Pure.
 * @param notUtf8 the first line of the file that is no UTF-8. TOML is UTF-8 throughout, and what was not read would be lost with the next change, in a
 * comment too
 */
export function readSettings(
  text: string,
  lastGood: TomlTable = {},
  migrations: readonly SettingsMigration[] = MIGRATIONS,
  notUtf8: number | null = null,
): LoadedSettings {
  if (notUtf8 !== null) return unusable(speak('setting.not-utf-8', { line: notUtf8 }));
  let formatted: Formatted;
  try {
    formatted = inLatestFormat(text, migrations);
  } catch (error) {
    return unusable(
      error instanceof TomlError
        ? speak('setting.not-toml', { line: error.line, why: tomlProblem(error) })
        : speak('setting.not-toml', { why: String(error) }),
    );
  }
  const { text: latest, format, problem } = formatted;
  let { table } = formatted;
  const ignored = [...(problem === null ? [] : [speak(`setting.${problem.kind}`, problem.values)]), ...unknownIn(table)];
  const good = flatten(lastGood);
  const replaced = new Set<string>();
  // Each round takes out at least one value, so this ends; a value can hide no other one's problem for good.
  while (true) {
    const parsed = Settings.safeParse(table);
    if (parsed.success) return { text, notUtf8, latest, format, table, broken: null, ignored };
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(String);
      const name = printSettingPath(path);
      if (!replaced.has(name)) ignored.push(speak('setting.ignored', { ...issueReason(issue), name }));
      table = without(table, path);
      if (good.has(name) && !replaced.has(name)) table = nested(table, path, good.get(name)) as TomlTable;
      replaced.add(name);
    }
  }

  function unusable(broken: Spoken): LoadedSettings {
    return { text, notUtf8, latest: text, format: latestFormat(migrations), table: lastGood, broken, ignored: [] };
  }
}

function unknownIn(table: TomlTable): Spoken[] {
  return [...flatten(table).keys()]
    .filter((name) => settingLeaf(name) === undefined && !SECTIONS.has(name))
    .map((name) => {
      const nearest = nearestSetting(name);
      return speak('setting.unknown', { name, ...(nearest === null ? {} : { nearest }) });
    });
}

/** A plain value in the place of a table is of the wrong kind, which the schema says. */
const SECTIONS: ReadonlySet<string> = new Set(Object.keys(Settings.shape));

function without(table: TomlTable, path: readonly string[]): TomlTable {
  const [key, ...rest] = path;
  if (key === undefined) return {};
  const { [key]: value, ...others } = table;
  if (rest.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return others;
  return { ...others, [key]: without(value as TomlTable, rest) };
}
