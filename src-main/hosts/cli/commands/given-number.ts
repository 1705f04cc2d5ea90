import type { z } from 'zod';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

/**
 * A whole number that was written on the command line.
 * @param schema what it may be
 * @param field the option that it was given to
 * @throws KimiError INVALID_INPUT with what would have been taken
 */
export function numberIn(schema: z.ZodType<number | undefined>, text: string, field: string): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new KimiError('INVALID_INPUT', { field, value: text, reason: 'a whole number is expected' });
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  if (issue !== undefined) throw new KimiError('INVALID_INPUT', { field, value: text, ...issueReason(issue) });
  return value;
}
