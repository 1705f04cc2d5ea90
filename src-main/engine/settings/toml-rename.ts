import type { TomlTable } from 'smol-toml';
import { printSettingPath } from '#shared/contract/setting-path.ts';
import { isTable, means, parseToml, same, setTomlValue, type TomlScalar } from './toml-edit.ts';
import { tomlSpans } from './toml-spans.ts';

/**
 * Gives a plain value another name and leaves every other byte as it is, its own comment too: under its heading or beside the other
 * where that can be, else at the other name's place. Where both names have a value the new one's holds, and the old goes. What is no
 * plain value stays. Pure.
 * @param from keys from the root, as `to`
 * @throws KimiError INVALID_INPUT when the text is laid out so that no such edit can be made; TomlError when it is no TOML
 */
export function renameTomlKey(text: string, from: readonly string[], to: readonly string[]): string {
  const table = parseToml(text);
  const value = valueAt(table, from);
  if (!isScalar(value)) return text;
  const without = setTomlValue(text, from, null);
  if (valueAt(table, to) !== undefined) return without;
  const moved = setTomlValue(without, to, value);
  const wanted = parseToml(moved);
  for (const edited of [inPlace(text, from, to), withComment(moved, to, commentOf(text, from))])
    if (edited !== null && means(edited, wanted)) return edited;
  return moved;
}

/** The new name where the old one stands; the heading is renamed when nothing else is under it. */
function inPlace(text: string, from: readonly string[], to: readonly string[]): string | null {
  const { entries, headings } = tomlSpans(text);
  const entry = entries.find(({ path }) => same(path, from));
  if (entry === undefined) return null;
  const { table, keyStart, valueStart } = entry;
  const sign = text.slice(keyStart, valueStart).match(/\s*=\s*$/)?.[0] ?? ' = ';
  const key = (below: number) => `${text.slice(0, keyStart)}${printSettingPath(to.slice(below))}${sign}${text.slice(valueStart)}`;
  if (table.every((part, index) => part === to[index])) return entry.inline ? null : key(table.length);
  const heading = headings.find(({ path }) => same(path, table));
  const alone = entries.filter((one) => table.every((part, index) => part === one.path[index])).length === 1;
  if (heading === undefined || !alone || entry.inline || table.length >= to.length) return null;
  // Behind the heading first, so that its own offsets stay right.
  const renamed = key(table.length);
  return `${renamed.slice(0, heading.start)}[${printSettingPath(to.slice(0, table.length))}]${renamed.slice(heading.end)}`;
}

/** The comment on the line of a value; empty when there is none. */
function commentOf(text: string, path: readonly string[]): string {
  const entry = tomlSpans(text).entries.find((one) => same(one.path, path));
  return entry === undefined || entry.inline ? '' : (/^[ \t]*#[^\r\n]*/.exec(text.slice(entry.valueEnd))?.[0] ?? '');
}

function withComment(text: string, path: readonly string[], comment: string): string | null {
  const entry = tomlSpans(text).entries.find((one) => same(one.path, path));
  if (comment === '' || entry === undefined || entry.inline) return null;
  return `${text.slice(0, entry.valueEnd)}${comment}${text.slice(entry.valueEnd)}`;
}

/** What stands at a path; undefined where there is nothing. */
function valueAt(table: TomlTable, path: readonly string[]): TomlTable[string] | undefined {
  return path.reduce<TomlTable[string] | undefined>((at, key) => (isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined), table);
}

function isScalar(value: unknown): value is TomlScalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
