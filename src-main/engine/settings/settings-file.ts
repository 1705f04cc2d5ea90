import { readFile } from 'node:fs/promises';
import { TomlError, type TomlTable } from 'smol-toml';
import { Settings } from '#shared/contract/index.ts';
import { parseToml } from './toml-edit.ts';

/** What a settings file gives: settings that can always be used, and what in it could not be. */
export interface LoadedSettings {
  readonly text: string;
  readonly settings: Settings;
  /** The file as a whole cannot be read; it must not be written over. */
  readonly broken: string | null;
  /** Single values that were ignored, as `name: reason`. */
  readonly ignored: readonly string[];
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
    table = parseToml(text);
  } catch (error) {
    const reason = error instanceof TomlError ? `line ${error.line}: ${error.message.split('\n')[0]}` : String(error);
    return { text, settings: Settings.parse({}), broken: reason, ignored: [] };
  }
  const ignored: string[] = [];
  // Each round takes out at least one value, so this ends; a value can hide no other one's problem for good.
  while (true) {
    const parsed = Settings.safeParse(table);
    if (parsed.success) return { text, settings: parsed.data, broken: null, ignored };
    for (const issue of parsed.error.issues) {
      const line = issue.code === 'custom' && issue.params?.line !== undefined ? `line ${issue.params.line}: ` : '';
      ignored.push(`${issue.path.map(String).join('.')}: ${line}${issue.message}`);
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
