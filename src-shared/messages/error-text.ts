import type { ErrorCode } from '../errors/codes.ts';
import { fillText, quotedText, reasonText, type TextValue, type TextValues } from './fill.ts';
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
export function errorText(error: { readonly code: ErrorCode; readonly context: TextValues }, reader: Reader): ErrorText {
  const { field, key, reason, state, why } = error.context;
  const quoted = { ...error.context, why: typeof why === 'string' ? quotedText(why, reader) : why };
  const values = {
    ...quoted,
    field: named('error.field', field, reader),
    key: named('error.field', key, reader),
    state: named('window.state', state, reader),
    reason: reasonText(reason, quoted, reader),
  };
  const part = (name: keyof ErrorText) => fillText(reader.catalogue[`error.${error.code}.${name}`] ?? '', values, reader);
  return { what: part('what'), why: part('why'), todo: part('todo') };
}

/**
 * A name of ours as people see it called: a setting in a window as its page has it. On a command line options and names of settings are called
 * what they are. An argument of a command is
 * called as the window calls it, because its `<name>` stands in the help and not in what was typed.
 */
function named(group: 'error.field' | 'window.state', name: TextValue, { catalogue }: Reader): TextValue {
  return typeof name === 'string' ? (catalogue[`${group}.${name.replace(/^<(.+)>$/, '$1')}`] ?? name) : name;
}
