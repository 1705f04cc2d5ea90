import type { KimiErrorData } from '../errors/error-data.ts';
import { fillText, reasonText, type TextValue } from './fill.ts';
import type { Reader } from './reader.ts';

/** An error in a person's words. Each is a sentence or empty. */
export interface ErrorText {
  readonly what: string;
  /** Why it happened, as far as is known. */
  readonly why: string;
  /** What the person can do. */
  readonly todo: string;
}

/** The catalogue's text for an error, filled from its context. The same for window and command line. */
export function errorText(error: Pick<KimiErrorData, 'code' | 'context'>, reader: Reader): ErrorText {
  const { field, reason, state } = error.context;
  const values = {
    ...error.context,
    field: named('error.field', field, reader),
    state: named('window.state', state, reader),
    reason: reasonText(reason, error.context, reader),
  };
  const part = (name: keyof ErrorText) => fillText(reader.catalogue[`error.${error.code}.${name}`] ?? '', values, reader);
  return { what: part('what'), why: part('why'), todo: part('todo') };
}

/** A name of ours as people see it called; options of a command line and names of settings are called what they are. */
function named(group: 'error.field' | 'window.state', name: TextValue, { catalogue }: Reader): TextValue {
  return typeof name === 'string' ? (catalogue[`${group}.${name}`] ?? name) : name;
}
