import { expect, it } from 'vitest';
import { Cleanup } from '../../../src-main/engine/cleanup.ts';
import { testLogger } from '../../support/test-logger.ts';

it('closes the newest part first, and each of them whatever the others do, in bounded time', async () => {
  const logger = testLogger();
  const cleanup = new Cleanup(logger);
  const closed: string[] = [];
  cleanup.add('lock', () => void closed.push('lock'));
  cleanup.add('hangs', () => new Promise(() => undefined));
  cleanup.add('throws', () => {
    throw new Error('no');
  });
  cleanup.add('mirror', async () => void closed.push('mirror'));
  const startedAt = performance.now();
  await cleanup.run(100);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(closed).toEqual(['mirror', 'lock']);
  expect(logger.lines.map((line) => line.fields.part)).toEqual(['throws', 'hangs']);
  await cleanup.run(100);
  expect(closed).toHaveLength(2);
});
