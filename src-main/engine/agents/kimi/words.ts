import { oneLine } from './one-line.ts';

/** What each of Kimi's error codes means for the person. The message that follows is the provider's own. */
const MEANINGS: Readonly<Record<string, string>> = {
  'provider.auth_error': 'The model refused the sign-in or key',
  'provider.rate_limit': 'The model refused because of too many requests or a used-up quota',
  'provider.api_error': "The model's server failed",
  'provider.connection_error': 'The connection to the model broke',
  'provider.context_overflow': 'The conversation is too long for the model',
  'model.not_configured': 'No model is set up: type /login in the terminal',
};

/** An error of a turn in plain words, one line: what it means, then what the provider said. */
export function errorInWords(code: string | null, message: string | null): string {
  const meaning = code === null ? undefined : MEANINGS[code];
  const said = message === null || message === '' ? null : message;
  if (meaning === undefined) return oneLine(said ?? code ?? 'The turn failed without a reason');
  return oneLine(said === null || code === 'model.not_configured' ? meaning : `${meaning}: ${said}`);
}

/** A passing error that Kimi deals with by itself. */
export function retryInWords(retry: { readonly next: number; readonly of: number; readonly message: string }): string {
  return oneLine(`Trying again (${retry.next} of ${retry.of}) after: ${retry.message}`);
}
