import { type SaidCode, type Spoken, speak } from '#shared/messages/said.ts';
import { oneLine } from './one-line.ts';

/** What each of Kimi's error codes means for the person. The message that follows is the provider's own. */
const MEANINGS: Readonly<Record<string, SaidCode>> = {
  'provider.auth_error': 'kimi.provider.auth_error',
  'provider.rate_limit': 'kimi.provider.rate_limit',
  'provider.api_error': 'kimi.provider.api_error',
  'provider.connection_error': 'kimi.provider.connection_error',
  'provider.context_overflow': 'kimi.provider.context_overflow',
};

/** An error of a turn: what it means, then what the provider said. Without a known meaning it is what the provider said, a quotation. */
export function errorInWords(code: string | null, message: string | null): Spoken | string {
  if (code === 'model.not_configured') return speak('kimi.no-model');
  const meaning = code === null ? undefined : MEANINGS[code];
  const words = message === null || message === '' ? null : oneLine(message);
  if (meaning !== undefined) return speak(meaning, { words });
  return words ?? (code === null ? speak('kimi.failed') : oneLine(code));
}

/** A passing error that Kimi deals with by itself. */
export function retryInWords(retry: { readonly next: number; readonly of: number; readonly message: string }): Spoken {
  return speak('kimi.retrying', { next: retry.next, of: retry.of, words: oneLine(retry.message) });
}
