import { readFile } from 'node:fs/promises';
import { parse, TomlError, type TomlTable } from 'smol-toml';
import { Settings } from '#shared/contract/index.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';

/** What a settings file gives: settings that can always be used, and what in it could not be. */
export interface LoadedSettings {
  readonly text: string;
  readonly settings: Settings;
  /** The file as a whole cannot be read; it must not be written over. */
  readonly broken: Spoken | null;
  /** Single values that were ignored, each with its name and why. */
  readonly ignored: readonly Spoken[];
}

/** Reads `settings.toml`. A missing file is an empty one; a bad value costs that value only. @throws NodeJS.ErrnoException */
export async function loadSettings(path: string): Promise<LoadedSettings> {
  let text = '';
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  let table: TomlTable;
  try {
    table = parse(text);
  } catch (error) {
    const broken =
      error instanceof TomlError
        ? speak('setting.not-toml', { line: error.line, words: error.message.split('\n')[0] })
        : speak('setting.not-toml', { words: String(error) });
    return { text, settings: Settings.parse({}), broken, ignored: [] };
  }
  const ignored: Spoken[] = [];
  // Each round takes out at least one value, so this ends; a value can hide no other one's problem for good.
  while (true) {
    const parsed = Settings.safeParse(table);
    if (parsed.success) return { text, settings: parsed.data, broken: null, ignored };
    for (const issue of parsed.error.issues) {
      ignored.push(speak('setting.ignored', { ...issueReason(issue), name: issue.path.map(String).join('.') }));
      table = without(table, issue.path.map(String));
    }
  }
}

function without(table: TomlTable, path: readonly string[]): TomlTable {
  const [key, ...rest] = path;
  if (key === undefined) return {};
  const { [key]: value, ...others } = table;
  if (rest.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return others;
  return { ...others, [key]: without(value as TomlTable, rest) };
}
