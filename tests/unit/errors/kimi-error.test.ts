import { describe, expect, it } from 'vitest';
import { newCallId } from '#shared/call-id.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

describe('an error that is the answer to a call', () => {
  const refused = Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' });
  const error = new KimiError('ENGINE_UNREACHABLE', { dataFolder: '/d' }, { cause: refused });

  it('has the name of the call, and is the same error otherwise: also what it came from and where', () => {
    const call = newCallId();
    const named = error.asAnswerTo(call);
    expect(named).toMatchObject({ code: error.code, context: error.context, call });
    expect(named.cause).toBe(refused);
    expect(named.stack).toBe(error.stack);
  });

  it('keeps the name that it has', () => {
    const first = error.asAnswerTo(newCallId());
    expect(first.asAnswerTo(newCallId())).toBe(first);
    expect(error.asAnswerTo(undefined)).toBe(error);
  });
});
