import { expect, test } from 'vitest';
import { OpenCalls } from '#main/doors/open-calls.ts';

test('with no call open there is nothing to wait for', async () => {
  await new OpenCalls().answered(60_000);
});

test('every call is waited for', async () => {
  const calls = new OpenCalls();
  const [first, second] = [calls.begin(), calls.begin()];
  let over = false;
  const answered = calls.answered(60_000).then(() => {
    over = true;
  });
  first();
  first();
  await new Promise(setImmediate);
  expect(over).toBe(false);
  second();
  await answered;
});

test('but not for longer than was said', async () => {
  const calls = new OpenCalls();
  calls.begin();
  const started = performance.now();
  await calls.answered(50);
  expect(performance.now() - started).toBeGreaterThan(40);
});
