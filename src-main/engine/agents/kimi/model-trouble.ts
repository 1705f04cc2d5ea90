import type { SaidCode } from '#shared/messages/said.ts';

/** An error of a turn, as Kimi's transcript has it. The screen shows only code and message. */
export interface TurnError {
  /** Kimi's own code, for example `provider.rate_limit`. */
  readonly code: string | null;
  readonly message: string | null;
  /** Class of Kimi's error, for example `APIProviderQuotaExhaustedError`. */
  readonly name?: string | null;
  /** HTTP status of the model's answer. */
  readonly status?: number | null;
}

/** Kimi has no code for a used-up quota: it is an `api_error` of this class, and providers say it in words like these (kimi-code 2.1.0). */
const QUOTA_CLASS = 'APIProviderQuotaExhaustedError';
const QUOTA_WORDS =
  /insufficient[_ ](?:quota|balance)|exceeded[_ ](?:your[_ ])?current[_ ](?:token[_ ])?quota|account balance|recharge|in arrears/i;
/** A provider whose key is in a variable that is not there (kimi-code 2.1.0). */
const NO_VARIABLE_WORDS = /api_key_env .*not set or is empty/;

/**
 * What an error of the model or the way to it is, as a code of the register (`error.MODEL_…`); null when it is something else. Codes and
 * classes are those of kimi-code 2.1.0.
 */
export function modelTrouble(error: TurnError): SaidCode | null {
  switch (error.code) {
    case 'provider.overloaded':
      return 'error.MODEL_OVERLOADED';
    case 'provider.rate_limit':
      return isQuota(error) ? 'error.MODEL_QUOTA_USED_UP' : 'error.MODEL_RATE_LIMITED';
    case 'provider.auth_error':
    case 'auth.token_unauthorized':
      return 'error.MODEL_SIGN_IN_REFUSED';
    case 'auth.token_missing':
    case 'auth.login_required':
    case 'auth.provisioning_required':
      return 'error.MODEL_KEY_MISSING';
    case 'provider.connection_error':
      return 'error.MODEL_UNREACHABLE';
    case 'config.invalid':
      // One code for whatever is wrong with config.toml.
      return NO_VARIABLE_WORDS.test(error.message ?? '') ? 'error.MODEL_KEY_MISSING' : null;
    case 'context.overflow':
      return 'error.MODEL_CONVERSATION_TOO_LONG';
    case 'model.not_found':
    case 'provider.not_found':
      return 'error.MODEL_UNKNOWN';
    case 'provider.api_error':
      return refusedWith(error);
    default:
      return null;
  }
}

function refusedWith(error: TurnError): SaidCode | null {
  const status = error.status ?? statusIn(error.message);
  if (isQuota(error) || status === 402) return 'error.MODEL_QUOTA_USED_UP';
  if (status === 404) return 'error.MODEL_UNKNOWN';
  if (status === 503 || status === 529) return 'error.MODEL_OVERLOADED';
  // An answer without content has no status, and is the server's failure too.
  return status === null || status >= 500 ? 'error.MODEL_SERVER_FAILED' : null;
}

function isQuota({ name, message }: TurnError): boolean {
  return name === QUOTA_CLASS || QUOTA_WORDS.test(message ?? '');
}

/** Messages begin with the status where there was one. */
function statusIn(message: string | null): number | null {
  const status = /^(\d{3})\b/.exec(message ?? '')?.[1];
  return status === undefined ? null : Number(status);
}
