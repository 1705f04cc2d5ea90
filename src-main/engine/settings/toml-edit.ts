import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, type TomlError, type TomlTable } from 'smol-toml';
import { printSettingPath } from '#shared/contract/setting-path.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type TomlEntry, type TomlSpans, tomlSpans } from './toml-spans.ts';

/** What a setting can hold. */
export type TomlScalar = string | number | boolean;

/** A piece of text in place of another, by offsets. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/**
 * Sets one value in a TOML text, or takes it out (`null`), and leaves every other byte as the person wrote it: comments, order,
 * spaces, line ends. Each edit is read back before it counts.
 * @param path keys from the root; the last one names a plain value
 * @throws KimiError INVALID_INPUT when the text is laid out so that no such edit can be made; TomlError when it is no TOML
 */
export function setTomlValue(text: string, path: readonly string[], value: TomlScalar | null): string {
  const wanted = withValue(parseToml(text), path, value);
  if (means(text, wanted)) return text;
  const spans = tomlSpans(text);
  const splices = value === null ? removals(text, spans, path) : changes(text, spans, path, printed(value));
  for (const { from, to, by } of splices) {
    const edited = `${text.slice(0, from)}${by}${text.slice(to)}`;
    if (means(edited, wanted)) return edited;
  }
  throw new KimiError('INVALID_INPUT', {
    field: printSettingPath(path),
    reason: 'its place in the file cannot be edited, change it there',
  });
}

/** What the parser found wrong, without the lines of the text that it quotes. */
export function tomlProblem({ message }: TomlError): string {
  return (message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
}

/** A TOML text as a table; one that an editor began with a byte order mark as well. @throws TomlError */
export function parseToml(text: string): TomlTable {
  return parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
}

function printed(value: TomlScalar): string {
  return stringify({ v: value }).trimEnd().slice('v = '.length);
}

/** Whether a text has the values of a table, whatever their order, and no others. Pure. */
export function means(text: string, wanted: TomlTable): boolean {
  try {
    return isDeepStrictEqual(plain(parseToml(text)), plain(wanted));
  } catch {
    // The edit broke the text: it does not mean the same, which is the answer.
    return false;
  }
}

/** Without order, prototypes and empty tables, in which two texts may differ: a table of dotted keys goes with its last one. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isTable(value)) return value;
  const below = Object.entries(value).map(([key, one]) => [key, plain(one)] as const);
  return new Map(below.filter(([, one]) => !(one instanceof Map && one.size === 0)));
}

/** Ways to give `path` a value, best first. */
function* changes(text: string, spans: TomlSpans, path: readonly string[], value: string): Generator<Splice> {
  const there = spans.entries.find((entry) => same(entry.path, path));
  if (there !== undefined) {
    yield { from: there.valueStart, to: there.valueEnd, by: value };
    return;
  }
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const parent = path.slice(0, -1);
  const line = (below: readonly string[]) => `${printSettingPath(path.slice(below.length))} = ${value}`;

  // Into `table = { … }`.
  for (const entry of spans.entries.filter(({ opens, path: at }) => opens && isBelow(path, at))) {
    const inner = text.slice(entry.valueStart + 1, entry.valueEnd - 1);
    const kept = inner.trimEnd();
    const at = entry.valueStart + 1 + kept.length;
    const comma = kept === '' || kept.endsWith(',') ? '' : ',';
    yield { from: at, to: at, by: `${comma} ${line(entry.path)}${kept === inner ? ' ' : ''}` };
  }
  // Under its heading, else beside dotted keys of the same table.
  for (const heading of spans.headings.filter(({ path: at }) => same(at, parent))) {
    yield after(text, lastOf(spans, heading.path)?.valueEnd ?? heading.end, line(parent), eol);
  }
  const beside = spans.entries.findLast(({ path: at, table, inline }) => !inline && table.length < parent.length && isBelow(at, parent));
  if (beside !== undefined) yield after(text, beside.valueEnd, line(beside.table), eol);
  if (parent.length === 0) {
    const last = lastOf(spans, []);
    if (last !== undefined) yield after(text, last.valueEnd, line([]), eol);
    else yield atTop(text, line([]), eol);
    return;
  }
  const body = text.trimEnd();
  const gap = body === '' || body === '\uFEFF' ? '' : `${eol}${eol}`;
  const tail = text.slice(body.length);
  // Blank lines at the end stay; at least one line is free before the new table.
  const before = tail.split('\n').length > 2 ? tail : gap;
  yield { from: body.length, to: text.length, by: `${before}[${printSettingPath(parent)}]${eol}${line(parent)}${eol}` };
  yield after(text, lastOf(spans, [])?.valueEnd ?? 0, line([]), eol);
}

/** Ways to take `path` out, best first. */
function* removals(text: string, spans: TomlSpans, path: readonly string[]): Generator<Splice> {
  const entry = spans.entries.find((one) => same(one.path, path));
  if (entry === undefined) return;
  if (!entry.inline) {
    const from = text.lastIndexOf('\n', entry.keyStart) + 1;
    const end = text.indexOf('\n', entry.valueEnd);
    yield { from: text.startsWith('\uFEFF') && from === 0 ? 1 : from, to: end === -1 ? text.length : end + 1, by: '' };
    return;
  }
  // With the comma behind it, else with the one before it.
  const behind = /^\s*,[ \t]*/.exec(text.slice(entry.valueEnd));
  if (behind !== null) yield { from: entry.keyStart, to: entry.valueEnd + behind[0].length, by: '' };
  const ahead = /,?\s*$/.exec(text.slice(0, entry.keyStart));
  yield { from: entry.keyStart - (ahead?.[0].length ?? 0), to: entry.valueEnd, by: '' };
  yield { from: entry.keyStart, to: entry.valueEnd, by: '' };
}

/** A line behind the one on which offset `at` is. */
function after(text: string, at: number, line: string, eol: string): Splice {
  const end = text.indexOf('\n', at);
  return end === -1
    ? { from: text.length, to: text.length, by: `${eol}${line}${eol}` }
    : { from: end + 1, to: end + 1, by: `${line}${eol}` };
}

/** Behind the comment that a file begins with, if a blank line ends it: that one is about the file. */
function atTop(text: string, line: string, eol: string): Splice {
  const head = /^\uFEFF?(?:[ \t]*#[^\n]*\n)+(?=[ \t]*\r?\n)/.exec(text)?.[0].length ?? (text.startsWith('\uFEFF') ? 1 : 0);
  const rest = text.slice(head).trim();
  const comment = rest.startsWith('#') && /^(?:\s*(?:#[^\n]*)?(?:\n|$))*$/.test(text.slice(head));
  // Nothing but comments: the first value comes behind them.
  if (comment) return { from: text.length, to: text.length, by: `${text.endsWith('\n') ? '' : eol}${line}${eol}` };
  const gap = rest === '' || head > 1 ? '' : eol;
  return { from: head, to: head, by: `${line}${eol}${gap}` };
}

function lastOf(spans: TomlSpans, table: readonly string[]): TomlEntry | undefined {
  return spans.entries.filter((entry) => !entry.inline && same(entry.table, table)).at(-1);
}

/** Whether two paths are the same keys. Pure. */
export function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** Whether `path` lies in the table `above`. */
function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return path.length > above.length && above.every((key, index) => key === path[index]);
}

function withValue(table: TomlTable, path: readonly string[], value: TomlScalar | null): TomlTable {
  const [key, ...rest] = path;
  if (key === undefined) throw new Error('a setting needs a name');
  const below = Object.hasOwn(table, key) ? table[key] : undefined;
  // Nothing is made only to have nothing in it.
  if (value === null && (rest.length > 0 ? !isTable(below) : below === undefined)) return table;
  const next = Object.fromEntries(Object.entries(table).filter(([name]) => name !== key || rest.length > 0 || value !== null));
  if (rest.length > 0) return put(next, key, withValue(isTable(below) ? below : {}, rest, value));
  return value === null ? next : put(next, key, value);
}

function put(table: TomlTable, key: string, value: TomlTable[string]): TomlTable {
  Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
  return table;
}

/** Whether a value of a text is a table, and no list or time. Pure. */
export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
