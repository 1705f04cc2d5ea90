import { type ErrorCode, isErrorCode } from '../errors/codes.ts';
import { said as english } from './en/said.ts';
import type { Catalogue } from './error-text.ts';
import { fillText, type TextValues } from './fill.ts';

type WithoutPrefix<Key> = Key extends `said.${infer Code}` ? Code : never;
/** What the app can say of a session; the catalogue has a text `said.<code>` for each. */
export type SaidCode = WithoutPrefix<keyof typeof english>;

/** Words of the app's own as data, for whoever has a catalogue. The code may be a newer version's. */
export interface Said {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The same words in English, for whoever has none, and as data. */
export interface Spoken {
  readonly text: string;
  readonly said: Said;
}

/** Says something. Values that are not known are left out. */
export function speak(code: SaidCode, values: TextValues = {}): Spoken {
  const known = Object.entries(values).filter((entry): entry is [string, string | number] =>
    ['string', 'number'].includes(typeof entry[1]),
  );
  return { text: fillText(english[`said.${code}`], values), said: { code, values: Object.fromEntries(known) } };
}

/** The code of the register that is meant by what was said, as far as this version knows it: its page explains it further. */
export function errorCodeOf(said: Said | undefined): ErrorCode | undefined {
  const code = said?.code.startsWith('error.') === true ? said.code.slice('error.'.length) : undefined;
  return isErrorCode(code) ? code : undefined;
}

/** What was said in the catalogue's language; `text` as it is when it quotes somebody, or the catalogue does not know what was said. */
export function wordsOf(text: string, said: Said | undefined, catalogue: Catalogue): string {
  const template = said === undefined ? undefined : catalogue[`said.${said.code}`];
  return template === undefined ? text : fillText(template, said?.values ?? {});
}
