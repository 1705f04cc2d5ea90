import { said as english } from './en/said.ts';
import { fillText, type Said, type TextValue, type TextValues } from './fill.ts';
import type { Reader } from './reader.ts';

type WithoutPrefix<Key> = Key extends `said.${infer Code}` ? Code : never;
/** What the app can say of a session; the catalogue has a text `said.<code>` for each. */
export type SaidCode = WithoutPrefix<keyof typeof english>;

/** Words of the app's own in English, for whoever has no catalogue, and as data. */
export interface Spoken {
  readonly text: string;
  readonly said: Said;
}

const ENGLISH: Reader = { language: 'en', catalogue: english };

/** Says something. Values that are not known are left out. */
export function speak(code: SaidCode, values: TextValues = {}): Spoken {
  const known = Object.entries(values).filter((entry): entry is [string, Said['values'][string]] => isSayable(entry[1]));
  return { text: fillText(english[`said.${code}`], values, ENGLISH), said: { code, values: Object.fromEntries(known) } };
}

function isSayable(value: TextValue): value is Said['values'][string] {
  return Array.isArray(value) ? value.every(isSayable) : typeof value === 'string' || typeof value === 'number';
}
