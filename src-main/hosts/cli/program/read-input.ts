import { issueReason } from '#shared/errors/issue-reason.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CommandSpec, Field } from './command-specs.ts';

/** What commander hands over for one field: nothing, a word, several words, or true. */
export type RawValue = string | readonly string[] | boolean | undefined;

/** Name of a field as an option: `timeoutMs` is `timeout-ms`. */
export function optionName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Turns the words of a command line into a procedure's input. `complete` adds what only the command knows (the current folder,
 * the terminal's size) before the whole is checked.
 * @throws KimiError INVALID_INPUT with `field` and `reason`
 */
export function readInput(
  spec: CommandSpec,
  words: readonly RawValue[],
  options: Readonly<Record<string, RawValue>>,
  complete: (input: Record<string, unknown>) => Record<string, unknown> = (input) => input,
): unknown {
  const input: Record<string, unknown> = {};
  for (const [index, field] of spec.positionals.entries()) {
    const value = fieldValue(field, words[index], `<${field.name}>`);
    if (value !== undefined) input[field.name] = value;
  }
  for (const field of spec.options) {
    const value = fieldValue(field, options[field.name], `--${optionName(field.name)}`);
    if (value !== undefined) input[field.name] = value;
  }
  const parsed = spec.input.safeParse(complete(input));
  if (parsed.success) return parsed.data;
  const [issue = { message: '', path: [] }] = parsed.error.issues;
  throw asTyped(new KimiError('INVALID_INPUT', { field: issue.path.map(String).join('.'), ...issueReason(issue) }), spec);
}

/**
 * An error about a field of the input, in the words of the command line: `size.cols` is `--size` with the value `cols`,
 * `name` is `<name>`. Other errors stay what they are.
 */
export function asTyped(error: KimiError, spec: CommandSpec): KimiError {
  const { field } = error.context;
  if (error.code !== 'INVALID_INPUT' || typeof field !== 'string') return error;
  const [name = '', ...below] = field.split('.');
  const typed = labelOf(name, spec);
  if (typed === null) return error;
  const part = below.length === 0 ? {} : { value: below.join('.') };
  return new KimiError('INVALID_INPUT', { ...part, ...error.context, field: typed }, { cause: error });
}

function labelOf(name: string, spec: CommandSpec): string | null {
  if (spec.options.some((option) => option.name === name)) return `--${optionName(name)}`;
  return spec.positionals.some((positional) => positional.name === name) ? `<${name}>` : null;
}

function fieldValue(field: Field, raw: RawValue, label: string): unknown {
  if (raw === undefined) return undefined;
  const words = typeof raw === 'boolean' ? [] : typeof raw === 'string' ? [raw] : raw;
  switch (field.kind) {
    case 'flag':
      return raw === true;
    case 'text':
    case 'choice':
      return words.length === 0 ? undefined : words.join(' ');
    case 'integer':
      return integer(words.at(-1) ?? '', label);
    case 'list':
      return words;
    case 'pairs':
      return Object.fromEntries(words.map((word) => pair(word, label)));
    case 'size':
      return size(words.at(-1) ?? '', label);
  }
}

function integer(word: string, field: string): number {
  const value = /^-?\d+$/.test(word) ? Number(word) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new KimiError('INVALID_INPUT', { field, value: word, reason: 'a whole number is expected' });
  return value;
}

function pair(word: string, field: string): readonly [string, string] {
  const at = word.indexOf('=');
  if (at < 1) throw new KimiError('INVALID_INPUT', { field, value: word, reason: 'NAME=VALUE is expected' });
  return [word.slice(0, at), word.slice(at + 1)];
}

function size(word: string, field: string): { readonly cols: number; readonly rows: number } {
  const [, cols, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(word) ?? [];
  if (cols === undefined || rows === undefined) {
    throw new KimiError('INVALID_INPUT', { field, value: word, reason: 'COLSxROWS is expected, for example 120x40' });
  }
  return { cols: Number(cols), rows: Number(rows) };
}
