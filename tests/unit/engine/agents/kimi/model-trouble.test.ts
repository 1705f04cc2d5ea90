import { describe, expect, it } from 'vitest';
import { modelTrouble } from '#main/engine/agents/kimi/model-trouble.ts';
import { errorInWords, shownErrorInWords } from '#main/engine/agents/kimi/words.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/codes.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { catalogues } from '#shared/messages/index.ts';
import { errorCodeOf } from '#shared/messages/said.ts';

const error = (code: string, message = '', more: { name?: string; status?: number } = {}) => ({ code, message, ...more });

describe('an error of the model', () => {
  it.each([
    [error('provider.overloaded', '529 Overloaded', { status: 529 }), 'MODEL_OVERLOADED'],
    [error('provider.api_error', '503 Service unavailable', { status: 503 }), 'MODEL_OVERLOADED'],
    [error('provider.rate_limit', '429 Rate limit reached', { status: 429 }), 'MODEL_RATE_LIMITED'],
    [error('provider.api_error', '429 x', { name: 'APIProviderQuotaExhaustedError', status: 429 }), 'MODEL_QUOTA_USED_UP'],
    [error('provider.rate_limit', '429 You exceeded your current quota, please check your account balance'), 'MODEL_QUOTA_USED_UP'],
    [error('provider.api_error', '402 Payment required', { status: 402 }), 'MODEL_QUOTA_USED_UP'],
    [error('provider.auth_error', '401 Invalid', { status: 401 }), 'MODEL_SIGN_IN_REFUSED'],
    [error('auth.token_unauthorized'), 'MODEL_SIGN_IN_REFUSED'],
    [error('auth.token_missing'), 'MODEL_KEY_MISSING'],
    [error('auth.login_required'), 'MODEL_KEY_MISSING'],
    [
      error(
        'config.invalid',
        'Provider "x" declares api_key_env = "X" in config.toml, but the environment variable is not set or is empty.',
      ),
      'MODEL_KEY_MISSING',
    ],
    [error('provider.api_error', '404 The model does not exist', { status: 404 }), 'MODEL_UNKNOWN'],
    [error('model.not_found'), 'MODEL_UNKNOWN'],
    [error('provider.connection_error', 'terminated'), 'MODEL_UNREACHABLE'],
    [error('provider.api_error', '500 Internal error', { status: 500 }), 'MODEL_SERVER_FAILED'],
    [error('provider.api_error', 'The API returned an empty response'), 'MODEL_SERVER_FAILED'],
    [error('context.overflow', '400 too long', { status: 400 }), 'MODEL_CONVERSATION_TOO_LONG'],
  ])('%o is %s', (given, code) => {
    expect(modelTrouble(given)).toBe(`error.${code}`);
  });

  it('is not made of what is something else, whose own words stand', () => {
    expect(modelTrouble(error('provider.api_error', '400 bad tool', { status: 400 }))).toBeNull();
    expect(errorInWords(error('provider.api_error', '400 bad tool', { status: 400 }))).toBe('400 bad tool');
    expect(modelTrouble(error('config.invalid', 'Provider "x" has both apiKey and api_key_env set in config.toml'))).toBeNull();
    expect(errorInWords(error('loop.max_steps_exceeded'))).toBe('loop.max_steps_exceeded');
  });

  it('says of what passes that it does, in both languages, and never what the person should change', () => {
    const texts = Object.entries(catalogues.en).filter(([key]) => key.startsWith('said.error.'));
    for (const [key, english] of texts) {
      const code = errorCodeOf({ code: key.replace('said.', ''), values: {} });
      expect(code, key).toBeDefined();
      expect(/that passes/.test(english), key).toBe(ERROR_CODES[code!].retryable);
      expect(/会自行恢复/.test(catalogues['zh-CN'][key] ?? ''), key).toBe(ERROR_CODES[code!].retryable);
    }
    const told = texts.map(([key]) => key.replace('said.error.', '')).sort();
    expect(told).toEqual((Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => code.startsWith('MODEL_')).sort());
  });

  it('is told from what the screen shows where there is nothing else', () => {
    const shown = shownErrorInWords('[provider.auth_error] 401 Invalid Authentication (scripted)');
    if (typeof shown === 'string') throw new Error(shown);
    expect(errorCodeOf(shown.said)).toBe('MODEL_SIGN_IN_REFUSED');
    expect(wordsOf(shown.text, shown.said, { language: 'zh-CN', catalogue: catalogues['zh-CN'] })).toBe(
      '模型拒绝了登录或密钥：401 Invalid Authentication (scripted)',
    );
    expect(shownErrorInWords('[provider.api_error] 503 busy')).toMatchObject({ said: { code: 'error.MODEL_OVERLOADED' } });
    expect(shownErrorInWords('LLM not set, send "/login" to login')).toBe('LLM not set, send "/login" to login');
  });
});
