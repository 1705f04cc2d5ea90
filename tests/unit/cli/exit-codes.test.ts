import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '#main/hosts/cli/exit-codes.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/codes.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

describe('the exit code of an error', () => {
  it.each([
    ['INVALID_INPUT', 2],
    ['NOT_FOUND', 3],
    ['DENIED', 4],
    ['UNAUTHENTICATED', 4],
    ['ENGINE_UNREACHABLE', 5],
    ['ENGINE_START_FAILED', 5],
    ['TIMED_OUT', 124],
    ['ENGINE_SILENT', 124],
    ['PROMPT_NOT_CONFIRMED', 124],
    ['CONFLICT', 1],
    ['NAME_AMBIGUOUS', 1],
    ['FOLDER_MISSING', 1],
    ['INTERNAL', 1],
  ] as const)('%s is %d', (code, exit) => {
    expect(exitCodeOf(new KimiError(code))).toBe(exit);
  });

  it('is never 0, and always one of the promised ones', () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) expect([1, 2, 3, 4, 5, 124]).toContain(exitCodeOf(new KimiError(code)));
  });
});
