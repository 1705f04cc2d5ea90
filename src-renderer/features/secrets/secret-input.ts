import type { SecretInfo } from '#shared/contract/index.ts';

/** A secret as it goes to the engine. */
export interface NewSecret {
  readonly name: string;
  readonly value: string;
  readonly rotateDays?: number;
}

/** What stands in the fields. */
export interface SecretFields {
  readonly name: string;
  readonly value: string;
  readonly days: string;
}

/** How many lines a value has. Pure. */
export function linesOf(value: string): number {
  return value.split(/\r\n|\r|\n/).length;
}

/**
 * What a paste makes of the value; null where the field itself does the right thing. A field of one line drops line ends, and a private key
 * without them is none: a text of several lines becomes the whole value as it is. Without the line end at its end, as on the command line.
 */
export function pastedValue(text: string): string | null {
  const value = text.replace(/\r?\n$/, '');
  return linesOf(value) > 1 ? value : null;
}

/**
 * What typing makes of the value.
 * @param shown the field's text afterwards; of a value of several lines it is not the value, so that one begins anew
 * @param typed the characters that came; null when some went
 */
export function typedValue(before: string, shown: string, typed: string | null): string {
  return linesOf(before) > 1 ? (typed ?? '') : shown;
}

/** What goes to the engine; null while something is missing. An emptied number of days ends the reminding of a secret that had one. */
export function newSecret({ name, value, days }: SecretFields, replacing: SecretInfo | null): NewSecret | null {
  if (name.trim() === '' || value === '') return null;
  const rotateDays = days !== '' ? { rotateDays: Number(days) } : replacing === null ? {} : { rotateDays: 0 };
  return { name: name.trim(), value, ...rotateDays };
}
