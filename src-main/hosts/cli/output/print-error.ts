import type { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import type { Language } from '#shared/messages/index.ts';
import type { Style } from './style.ts';
import { oneLine } from './table.ts';

/** An error for a person: what happened, why, what to do, and the code to look it up by. Ends with a newline. */
export function errorForPerson(error: KimiError, language: Language, style: Style): string {
  const { what, why, todo } = errorText(error, language);
  const first = `${style.paint('red', oneLine(what))} ${style.paint('dim', `(${error.code})`)}`;
  return [first, why, todo]
    .filter((line) => line !== '')
    .map((line, index) => (index === 0 ? line : `  ${oneLine(line)}`))
    .join('\n')
    .concat('\n');
}

/** The same for a program: one JSON document. */
export function errorForProgram(error: KimiError): string {
  return `${JSON.stringify({ error: error.toData() })}\n`;
}
