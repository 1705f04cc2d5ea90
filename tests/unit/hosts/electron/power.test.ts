import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { followPower } from '#main/hosts/electron/lifecycle/power.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';

it('the engine is told of sleep and lock in their order, also after it has failed once', async () => {
  const monitor = new EventEmitter();
  const told: string[] = [];
  const logger = testLogger();
  const power = async ({ event }: { event: string }) => {
    told.push(event);
    if (event === 'lock') throw new Error('busy');
    return {};
  };
  followPower({ monitor: monitor as never, client: { system: { power } } as never, logger });
  for (const event of ['lock-screen', 'suspend', 'resume', 'unlock-screen']) monitor.emit(event);
  await until('all are told', () => told.length === 4);
  expect(told).toEqual(['lock', 'suspend', 'resume', 'unlock']);
  expect(logger.lines).toMatchObject([{ level: 'warn', fields: { event: 'lock' } }]);
});
