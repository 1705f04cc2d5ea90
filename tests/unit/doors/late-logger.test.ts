import { expect, test } from 'vitest';
import { LateLogger } from '#main/doors/late-logger.ts';
import { testLogger } from '../../support/test-logger.ts';

test('what is said before there is a log comes first in it, in order', () => {
  const late = new LateLogger();
  late.warn('first', { at: 1 });
  late.info('second');
  const log = testLogger();
  late.to(log);
  late.error('third');
  expect(log.lines.map(({ message }) => message)).toEqual(['first', 'second', 'third']);
});
