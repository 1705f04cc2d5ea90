import { expect, test } from 'vitest';
import { CallerLimits } from '#main/engine/limits/index.ts';
import type { CallContext } from '#main/engine/types.ts';
import { letIn } from '#main/rpc/index.ts';
import type { Caller } from '#shared/contract/index.ts';

/** A caller that has used up its calls; the answer says what becomes of one more. */
function tired(role: Caller['role']) {
  const limits = new CallerLimits({ now: () => 0 });
  const context: CallContext = { connection: 'loop', caller: { kind: 'cli', depth: 0, role } };
  for (let i = 0; i < limits.of(context).burst; i += 1) limits.call(context)();
  const enter = letIn(limits);
  return (path: string) => enter({ context, request: { url: new URL(`http://localhost/rpc${path}`) }, next: async () => 'let in' });
}

test('a loop in a script of the owner keeps nobody from ending the engine', async () => {
  const call = tired('owner');
  await expect(call('/system/status')).rejects.toMatchObject({ data: { code: 'TOO_MANY_CALLS' } });
  expect(await call('/system/handOver')).toBe('let in');
  expect(await call('/system/shutdown')).toBe('let in');
});

test.each(['agent', 'viewer'] as const)('a loop of a caller with the role %s is refused there too', async (role) => {
  await expect(tired(role)('/system/shutdown')).rejects.toMatchObject({ data: { code: 'TOO_MANY_CALLS' } });
});
