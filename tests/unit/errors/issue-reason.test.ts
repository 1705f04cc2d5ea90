import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '#shared/contract/index.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { reasonKey } from '#shared/messages/fill.ts';
import { catalogues, LANGUAGES } from '#shared/messages/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

const create = contract.session.create['~orpc'].inputSchema!;
const send = contract.session.send['~orpc'].inputSchema!;

function reasonOf(schema: z.ZodType, value: unknown) {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) throw new Error('nothing was refused');
  return issueReason(issue);
}

describe('what a schema refuses', () => {
  it.each([
    ['a text that is too long', create, { name: 'x'.repeat(101) }, { reason: 'too long', limit: 100 }],
    ['an empty text', create, { name: '' }, { reason: 'it is empty' }],
    ['a number that is too large', create, { name: 'x', size: { cols: 5000, rows: 24 } }, { reason: 'too large', limit: 1000 }],
    ['a number that is too small', send, { session: 'x', text: 'y', timeoutMs: 5 }, { reason: 'too small', limit: 100 }],
    ['a fraction', send, { session: 'x', text: 'y', timeoutMs: 100.5 }, { reason: 'a whole number is expected' }],
    [
      'a value of none of the choices',
      create,
      { name: 'x', agent: 'foo' },
      { reason: 'one of these is expected', allowed: ['kimi', 'shell'] },
    ],
    ['a missing value', create, {}, { reason: 'it is missing' }],
    ['a value of another kind', create, { name: 5 }, { reason: 'of another kind', expected: 'string' }],
    ['a bad variable name', create, { name: 'x', env: { '1A': '' } }, { reason: 'it is malformed' }],
    ['a bell in a name', create, { name: 'a\u0007' }, { reason: expect.stringContaining('control') }],
    ['a text that is too short', z.string().min(3), 'a', { reason: 'too short', limit: 3 }],
  ])('is told for %s, in both languages', (_, schema, value, told) => {
    const context = reasonOf(schema as z.ZodType, value);
    expect(context).toEqual(told);
    for (const language of LANGUAGES) expect(catalogues[language]).toHaveProperty([reasonKey(String(context.reason))]);
    const why = errorText({ code: 'INVALID_INPUT', context }, textsIn('zh-CN')).why;
    expect(why).toMatch(/^[^a-zA-Z]*(kimi、shell|string)?[^a-zA-Z]*$/);
  });

  it('keeps its own words where it has some', () => {
    const odd = z.string().refine((text) => text !== 'x', 'anything but x');
    expect(reasonOf(odd, 'x')).toEqual({ reason: 'anything but x' });
  });
});
