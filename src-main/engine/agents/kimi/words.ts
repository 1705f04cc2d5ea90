import { type Spoken, speak } from '#shared/messages/said.ts';
import { modelTrouble, type TurnError } from './model-trouble.ts';
import { oneLine } from './one-line.ts';

/** An error of a turn: what it means, then what the provider said. Without a known meaning it is what the provider said, a quotation. */
export function errorInWords(error: TurnError): Spoken | string {
  const { code, message } = error;
  if (code === 'model.not_configured' || code === 'auth.model_not_resolved') return speak('kimi.no-model');
  const words = message === null || message === '' ? null : oneLine(message);
  const trouble = modelTrouble(error);
  if (trouble !== null) return speak(trouble, { words });
  return words ?? (code === null ? speak('kimi.failed') : oneLine(code));
}

/** The same for an error as the screen shows it: `[provider.rate_limit] 429 …`, or words of any kind. */
export function shownErrorInWords(shown: string): Spoken | string {
  const [, code, message] = /^\[([a-z_]+\.[a-z_]+)\] (.*)$/.exec(shown) ?? [];
  return code === undefined || message === undefined ? shown : errorInWords({ code, message });
}

/** A passing error that Kimi deals with by itself. */
export function retryInWords(retry: { readonly next: number; readonly of: number; readonly message: string }): Spoken {
  return speak('kimi.retrying', { next: retry.next, of: retry.of, words: oneLine(retry.message) });
}
