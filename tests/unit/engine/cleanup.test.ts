import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Cleanup } from '../../../src-main/engine/cleanup.ts';
import { createTelemetry } from '../../../src-main/engine/telemetry/index.ts';
import { Settings } from '../../../src-shared/contract/index.ts';
import { testLogger } from '../../support/test-logger.ts';
import { until } from '../../support/until.ts';

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

it('waits longer for a part that was given longer than the others', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const logger = testLogger();
  const cleanup = new Cleanup(logger);
  const cut = vi.fn<(part: string, ms: number) => void>();
  const began = performance.now();
  vi.spyOn(logger, 'error').mockImplementation((_message, fields) => cut(String(fields?.part), performance.now() - began));
  cleanup.add('as the others', () => new Promise(() => undefined));
  cleanup.add('longer', () => new Promise(() => undefined), 2500);
  const over = cleanup.run(5000);
  await vi.runAllTimersAsync();
  await over;
  expect(cut.mock.calls).toEqual([
    ['longer', 2500],
    ['as the others', 3500],
  ]);
});

it('is not kept from ending well by a receiver of measurements that hangs', async () => {
  let asked = 0;
  const receiver = createServer(() => {
    asked += 1;
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  onTestFinished(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const logger = testLogger();
  const telemetry = createTelemetry({
    settings: { current: Settings.parse({ telemetry: { export: 'otlp', endpoint } }), onChange: () => () => undefined },
    sources: { version: '1.0.0', sessions: async () => 0, recoveries: () => ({}) },
    logger,
  });
  await until('measurements are exported', () => logger.lines.some(({ message }) => message === 'measurements are exported'));
  const cleanup = new Cleanup(logger);
  cleanup.add('telemetry', () => telemetry.close());
  await cleanup.run(5000);
  await until('it was asked', () => asked > 0);
  expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
