import { expect, test } from 'vitest';
import { Terminals } from './terminals.ts';

test('a viewer that is too slow is skipped, ends with the right screen, and never slows the child', async () => {
  const terminals = await Terminals.open();
  // Waits for a key, so that both viewers are there from the first byte.
  const childId = await terminals.run(
    'stty raw -echo; head -c 1 >/dev/null; yes "a line of the flood" | head -c 30000000; printf "\\r\\nthe end\\r\\n"; cat',
  );
  const fast = await terminals.attach(childId);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Digests nothing until it is released, like a window that is hidden.
  const slow = await terminals.attach(childId, {
    credit: 256 * 1024,
    onMessage: (message) => (message.type === 'data' ? released : undefined),
  });
  fast.type('x');
  await fast.shows('the end');
  // All of it is written while one viewer takes nothing: the child went at its own speed.
  expect(slow.offset).toBeLessThan(1024 * 1024);
  release();
  await slow.shows('the end');
  expect(slow.text).toBe(fast.text);
  expect(slow.messages).toContain('gap');
  expect(slow.messages.filter((type) => type === 'snapshot').length).toBeGreaterThan(1);
  fast.type('more\r\n');
  await Promise.all([fast.shows('more'), slow.shows('more')]);
  expect(slow.offset).toBe(fast.offset);
});
