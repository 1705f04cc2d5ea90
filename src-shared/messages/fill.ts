import { listText } from './list.ts';
import type { Reader } from './reader.ts';
import { spaceText } from './space.ts';
import { timeText } from './time.ts';

type Word = string | number;

/** Words of the app's own as data, for whoever has a catalogue. The code may be a newer version's. */
export interface Said {
  readonly code: string;
  readonly values: Readonly<Record<string, Word | readonly Word[]>>;
}

/** A value of a text. Lists are joined as the reader's language does it, and what the app says is said in that language. */
export type TextValue = Word | boolean | null | undefined | Said | readonly (Word | Said)[];

/** Values for a text, as errors and checks carry them. */
export type TextValues = Readonly<Record<string, TextValue>>;

const PLACEHOLDER = /\{\{(\w+)(?:, (time|MiB))?\}\}/g;
/** What a number is, where it is not to be written as it stands. */
type Kind = 'time' | 'MiB';
const CHOICE = /\[\[(.*?)\]\]/gs;

/**
 * Fills `{{name}}` from `values`; `{{name, time}}` takes milliseconds since the epoch, `{{name, MiB}}` says an amount of them. Not every thrower knows everything, so a text may hold
 * choices: `[[in {{path}}||here]]` is its first alternative all of whose values are there, and nothing when there is none.
 */
export function fillText(text: string, values: TextValues, reader: Reader): string {
  const chosen = text.replace(CHOICE, (_, alternatives: string) => alternatives.split('||').find((one) => complete(one, values)) ?? '');
  return chosen
    .replace(PLACEHOLDER, (_, name: string, kind?: Kind) => written(values[name], kind, reader))
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Names of the values that a text may use. */
export function placeholdersOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name));
}

/** What was said in the reader's language; `text` as it is when it quotes somebody, or the catalogue does not know what was said. */
export function wordsOf(text: string, said: Said | undefined, reader: Reader): string {
  const template = said === undefined ? undefined : reader.catalogue[`said.${said.code}`];
  return template === undefined ? text : fillText(template, withReason(said?.values ?? {}, reader), reader);
}

/** Catalogue key of a reason that throwers give in a few fixed words. */
export function reasonKey(reason: string): string {
  return `error.reason.${reason
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;
}

/** A reason as a sentence in the reader's language where it is one of the known ones; else as it came. */
export function reasonText(reason: TextValue, values: TextValues, reader: Reader): TextValue {
  if (typeof reason !== 'string') return reason;
  const known = reader.catalogue[reasonKey(reason)];
  return known === undefined ? reason : fillText(known, values, reader);
}

/** Values whose reason stands in the middle of a sentence: without a stop of its own. So does their `why` (see `quotedText`). */
export function withReason(values: TextValues, reader: Reader): TextValues {
  const quoted = typeof values.why === 'string' ? { ...values, why: quotedText(values.why, reader) } : values;
  const reason = reasonText(values.reason, quoted, reader);
  return typeof reason === 'string' ? { ...quoted, reason: withoutStop(reason) } : quoted;
}

/** What a part of the system said, in the middle of a sentence: our own words in the reader's language, any others as a quotation. */
export function quotedText(words: string, reader: Reader): string {
  const known = reader.catalogue[reasonKey(words)];
  if (known !== undefined) return withoutStop(fillText(known, {}, reader));
  const quotation = reader.catalogue['error.quoted'];
  return quotation === undefined ? words : fillText(quotation, { words }, reader);
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[.。]$/u, '');
}

function written(value: TextValue, kind: Kind | undefined, reader: Reader): string {
  if (value === null || value === undefined) return '';
  if (isList(value)) {
    return listText(
      value.map((one) => written(one, kind, reader)),
      reader.language,
    );
  }
  if (typeof value === 'object') return wordsOf('', value, reader);
  if (typeof value !== 'number') return String(value);
  if (kind === 'time') return timeText(value, reader.language);
  return kind === 'MiB' ? spaceText(value, reader.language) : String(value);
}

function isList(value: TextValue): value is readonly (Word | Said)[] {
  return Array.isArray(value);
}

function complete(text: string, values: TextValues): boolean {
  return [...placeholdersOf(text)].every((name) => known(values[name]));
}

function known(value: TextValue): boolean {
  return value !== undefined && value !== null && value !== '' && !(isList(value) && value.length === 0);
}
