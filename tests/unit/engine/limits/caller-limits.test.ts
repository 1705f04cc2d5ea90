import { expect, test } from 'vitest';
import { CallerLimits, type Counted, LIMITS } from '../../../../src-main/engine/limits/index.ts';
import type { Role } from '../../../../src-shared/contract/index.ts';

const who = (connection: string, role: Role = 'agent'): Counted => ({ connection, caller: { role } });

/** Limits on a clock that the test sets. */
function setUp() {
  const clock = { now: 0 };
  return { clock, limits: new CallerLimits({ now: () => clock.now }) };
}

/** Calls that are let in, one after the other, each answered at once, until one is refused. */
function callsUntilRefused(limits: CallerLimits, caller: Counted): { readonly calls: number; readonly refusal: unknown } {
  for (let calls = 0; ; calls += 1) {
    try {
      limits.call(caller)();
    } catch (refusal) {
      return { calls, refusal };
    }
  }
}

test('a caller that asks in a loop is let in for its burst, then for as much as its rate, and is told when to come back', () => {
  const { clock, limits } = setUp();
  const { burst, callsPerSecond } = LIMITS.agent;
  const first = callsUntilRefused(limits, who('a'));
  expect(first.calls).toBe(burst);
  expect(first.refusal).toMatchObject({ code: 'TOO_MANY_CALLS', context: { limit: callsPerSecond, retryAfterMs: 1000 / callsPerSecond } });
  clock.now += 2_000;
  expect(callsUntilRefused(limits, who('a')).calls).toBe(2 * callsPerSecond);
});

test('what one caller has used up costs no other anything', () => {
  const { limits } = setUp();
  callsUntilRefused(limits, who('a'));
  expect(callsUntilRefused(limits, who('b')).calls).toBe(LIMITS.agent.burst);
  expect(callsUntilRefused(limits, who('page', 'owner')).calls).toBe(LIMITS.owner.burst);
});

test.each([
  ['calls', 'TOO_MANY_CALLS'],
  ['streams', 'TOO_MANY_STREAMS'],
  ['connections', 'TOO_MANY_CALLS'],
] as const)('%s under way are bounded, and come back one by one, each once', (quantity, code) => {
  const { limits } = setUp();
  const takers = { calls: 'call', streams: 'stream', connections: 'connection' } as const;
  const take = () => limits[takers[quantity]](who('a'));
  const held = Array.from({ length: LIMITS.agent[quantity] }, take);
  expect(take).toThrow(expect.objectContaining({ code, context: expect.objectContaining({ limit: LIMITS.agent[quantity] }) }));
  held[0]?.();
  held[0]?.();
  take();
  expect(take).toThrow(expect.objectContaining({ code }));
});

test('requests are bounded by their bytes, whatever their number', () => {
  const { limits } = setUp();
  const { requestBytes } = LIMITS.agent;
  const release = limits.request(who('a'), requestBytes - 1);
  limits.request(who('a'), 1);
  expect(() => limits.request(who('a'), 1)).toThrow(expect.objectContaining({ code: 'TOO_MANY_CALLS' }));
  release();
  limits.request(who('a'), requestBytes - 1);
});

test('callers that are gone and have rested are forgotten; who has something open or is tired is not', () => {
  const { clock, limits } = setUp();
  for (let i = 0; i < 1_000; i += 1) limits.call(who(`gone ${i}`))();
  limits.stream(who('reader'));
  clock.now += 60_000;
  callsUntilRefused(limits, who('tired'));
  limits.call(who('new'))();
  expect(limits.size).toBe(3);
  expect(callsUntilRefused(limits, who('tired')).calls).toBe(0);
});
