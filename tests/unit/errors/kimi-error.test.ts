import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newCallId } from '#shared/call-id.ts';
import { KimiErrorData } from '#shared/errors/error-data.ts';
import { isErrorData, KimiError } from '#shared/errors/kimi-error.ts';

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

describe('what an error is on the wire', () => {
  it('is told by hand as its schema tells it', () => {
    const word = fc.oneof(fc.string(), fc.double());
    const plain = fc.oneof(word, fc.boolean(), fc.constant(null), fc.constant({}), fc.constant([]));
    const values = fc.dictionary(fc.string(), fc.oneof(word, fc.array(fc.oneof(word, plain)), plain));
    const said = fc.record({ code: fc.oneof(fc.string(), plain), values: fc.oneof(values, plain) }, { requiredKeys: [] });
    const value = fc.oneof(plain, said, fc.array(fc.oneof(word, said)));
    const data = fc.record(
      {
        code: fc.oneof(fc.constantFrom('CONFLICT', 'INTERNAL', 'toString', 'NO_SUCH_CODE'), value),
        severity: fc.oneof(fc.constantFrom('low', 'critical', 'dire'), value),
        retryable: fc.oneof(fc.boolean(), value),
        context: fc.oneof(fc.dictionary(fc.string(), value), value),
        call: fc.oneof(fc.constantFrom(newCallId(), 'cal_x', undefined), value),
        more: value,
      },
      { requiredKeys: [] },
    );
    const right = { code: 'CONFLICT', severity: 'low', retryable: false, context: { path: '/d', tries: 2 }, call: newCallId() };
    fc.assert(
      fc.property(data, fc.subarray(Object.keys(right)), (wrong, keys) => {
        const some = { ...right, ...Object.fromEntries(Object.entries(wrong).filter(([key]) => keys.includes(key))) };
        for (const one of [wrong, some]) expect(isErrorData(one)).toBe(KimiErrorData.safeParse(one).success);
      }),
      { examples: [[right, []]] },
    );
    expect(isErrorData(right)).toBe(true);
  });
});
