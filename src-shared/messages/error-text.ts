import type { KimiErrorData } from '../errors/error-data.ts';
import { fillText } from './fill.ts';

/** Texts of one language by their keys. */
export type Catalogue = Readonly<Record<string, string>>;

/** An error in a person's words. Each is a sentence or empty. */
export interface ErrorText {
  readonly what: string;
  /** Why it happened, as far as is known. */
  readonly why: string;
  /** What the person can do. */
  readonly todo: string;
}

/** The catalogue's text for an error, filled from its context. The same for window and command line. */
export function errorText(error: Pick<KimiErrorData, 'code' | 'context'>, catalogue: Catalogue): ErrorText {
  const { field, reason } = error.context;
  const values = { ...error.context, field: fieldText(field, catalogue), reason: reasonText(reason, error.context, catalogue) };
  const part = (name: keyof ErrorText) => fillText(catalogue[`error.${error.code}.${name}`] ?? '', values);
  return { what: part('what'), why: part('why'), todo: part('todo') };
}

/** A field as people see it called; options of a command line and names of settings are called what they are. */
function fieldText(field: KimiErrorData['context'][string] | undefined, catalogue: Catalogue) {
  return catalogue[`error.field.${field}`] ?? field;
}

/** Catalogue key of a reason that throwers give in a few fixed words. */
export function reasonKey(reason: string): string {
  return `error.reason.${reason
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;
}

function reasonText(reason: KimiErrorData['context'][string] | undefined, values: KimiErrorData['context'], catalogue: Catalogue) {
  if (typeof reason !== 'string') return reason;
  const known = catalogue[reasonKey(reason)];
  return known === undefined ? reason : fillText(known, values);
}
