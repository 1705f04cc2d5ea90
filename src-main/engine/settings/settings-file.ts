import { TomlError, type TomlTable } from 'smol-toml';
import { Settings } from '#shared/contract/index.ts';
import { nearestSetting, settingLeaf } from '#shared/contract/setting-names.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { readIfThere } from '../../holder/durable-file.ts';
import { flatten, nested } from './setting-values.ts';
import { parseToml } from './toml-edit.ts';

/** What a settings file gives: values that can always be used, and what in it could not be. */
export interface LoadedSettings {
  readonly text: string;
  /** Only what the schema takes, and what it does not know. */
  readonly table: TomlTable;
  /** The file as a whole cannot be read; it must not be written over. */
  readonly broken: Spoken | null;
  /** Single values that were not used, each with its name and why. */
  readonly ignored: readonly Spoken[];
}

/** Reads `settings.toml`. A missing file is an empty one. @throws NodeJS.ErrnoException */
export async function loadSettings(path: string, lastGood: TomlTable = {}): Promise<LoadedSettings> {
  return readSettings((await readIfThere(path)) ?? '', lastGood);
}

/**
 * The settings in a text. What is wrong with it costs no more than it must: a bad value is replaced by the last good one, or taken
 * out; of a text that is no TOML nothing is used and the last good table holds. Pure.
 */
export function readSettings(text: string, lastGood: TomlTable = {}): LoadedSettings {
  let table: TomlTable;
  try {
    table = parseToml(text);
  } catch (error) {
    const broken =
      error instanceof TomlError
        ? speak('setting.not-toml', { line: error.line, words: error.message.split('\n')[0] })
        : speak('setting.not-toml', { words: String(error) });
    return { text, table: lastGood, broken, ignored: [] };
  }
  const ignored = unknownIn(table);
  const good = flatten(lastGood);
  const replaced = new Set<string>();
  // Each round takes out at least one value, so this ends; a value can hide no other one's problem for good.
  while (true) {
    const parsed = Settings.safeParse(table);
    if (parsed.success) return { text, table, broken: null, ignored };
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(String);
      const name = path.join('.');
      if (!replaced.has(name)) ignored.push(speak('setting.ignored', { ...issueReason(issue), name }));
      table = without(table, path);
      if (good.has(name) && !replaced.has(name)) table = nested(table, path, good.get(name)) as TomlTable;
      replaced.add(name);
    }
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
