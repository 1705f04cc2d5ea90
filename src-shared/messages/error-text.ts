import type { KimiErrorData } from '../errors/kimi-error.ts';
import { fillText } from './fill.ts';
import { catalogues, type Language } from './index.ts';

/** An error in a person's words. Each is a sentence or empty. */
export interface ErrorText {
  readonly what: string;
  /** Why it happened, as far as is known. */
  readonly why: string;
  /** What the person can do. */
  readonly todo: string;
}

/** The catalogue's text for an error, filled from its context. The same for window and command line. */
export function errorText(error: Pick<KimiErrorData, 'code' | 'context'>, language: Language): ErrorText {
  const catalogue = catalogues[language];
  const values = { ...error.context, reason: reasonText(error.context.reason, error.context, language) };
  const part = (name: keyof ErrorText) => fillText(catalogue[`error.${error.code}.${name}`] ?? '', values);
  return { what: part('what'), why: part('why'), todo: part('todo') };
}

/** Catalogue key of a reason that throwers give in a few fixed words. */
export function reasonKey(reason: string): string {
  return `error.reason.${reason
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;
}

function reasonText(reason: KimiErrorData['context'][string] | undefined, values: KimiErrorData['context'], language: Language) {
  if (typeof reason !== 'string') return reason;
  const known = catalogues[language][reasonKey(reason)];
  return known === undefined ? reason : fillText(known, values);
}
