import { expect, it } from 'vitest';
import { receiverNews } from '#main/engine/telemetry/receiver.ts';
import { testLogger } from '../../../support/test-logger.ts';

type Outcome = Parameters<Parameters<Parameters<ReturnType<typeof receiverNews>['watched']>[1]['export']>[1]>[0];

/** An exporter whose batches come to what `outcome` says. */
function exporterOf(outcome: () => Outcome) {
  return { export: (_batch: string, done: (outcome: Outcome) => void) => done(outcome()) };
}

it('a receiver that takes nothing is said once, and once that it takes all of it again', () => {
  const logger = testLogger();
  const news = receiverNews(logger);
  const grave = () => logger.lines.filter(({ level }) => level !== 'debug').map(({ level, fields }) => [level, fields.kind, fields.reason]);
  const away = { metrics: true, traces: true };
  const outcome = (kind: 'metrics' | 'traces') => (): Outcome => (away[kind] ? { code: 1, error: new Error(`no ${kind}`) } : { code: 0 });
  const metrics = news.watched('metrics', exporterOf(outcome('metrics')));
  const traces = news.watched('traces', exporterOf(outcome('traces')));
  const outcomes: Outcome[] = [];
  const both = () => {
    for (const exporter of [metrics, traces]) exporter.export('batch', (came) => outcomes.push(came));
    if (away.traces) news.complained('no traces');
  };

  both();
  both();
  const said = [['warn', 'metrics', 'no metrics']];
  expect(grave()).toEqual(said);
  expect(outcomes.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
  expect(logger.lines.filter(({ level }) => level === 'debug').length).toBe(5);

  away.metrics = false;
  both();
  both();
  expect(grave()).toEqual(said);

  away.traces = false;
  both();
  both();
  expect(grave()).toEqual([...said, ['info', undefined, undefined]]);

  away.traces = true;
  both();
  expect(grave()).toEqual([...said, ['info', undefined, undefined], ['warn', 'traces', 'no traces']]);
});

it('what the library says while batches are taken is a warning', () => {
  const logger = testLogger();
  receiverNews(logger).complained('Dropped 3 spans because maxQueueSize reached');
  expect(logger.lines.map(({ level, fields }) => [level, fields.reason])).toEqual([
    ['warn', 'Dropped 3 spans because maxQueueSize reached'],
  ]);
});
