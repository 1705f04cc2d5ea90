import type { Severity } from '#shared/errors/codes.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { catalogues, type Language } from '#shared/messages/index.ts';
import type { Style } from './style.ts';
import { oneLine } from './table.ts';

/** Errors that somebody may have to look into. */
const LOOKED_UP: ReadonlySet<Severity> = new Set(['high', 'critical']);

/** An error for a person: what happened, why, what to do, and the code to look it up by; of bad ones also the call, for the log. Ends with a newline. */
export function errorForPerson(error: KimiError, language: Language, style: Style): string {
  const { what, why, todo } = errorText(error, { language, catalogue: catalogues[language] });
  const first = `${style.paint('red', oneLine(what))} ${style.paint('dim', `(${error.code})`)}`;
  // The log has more to say about what should not have happened; this finds it there.
  const trail = error.call !== undefined && LOOKED_UP.has(error.toData().severity) ? style.paint('dim', error.call) : '';
  return [first, why, todo, trail]
    .filter((line) => line !== '')
    .map((line, index) => (index === 0 ? line : `  ${line === trail ? line : oneLine(line)}`))
    .join('\n')
    .concat('\n');
}

/** The same for a program: one JSON document. */
export function errorForProgram(error: KimiError): string {
  return `${JSON.stringify({ error: error.toData() })}\n`;
}
