import { expect, test } from 'vitest';
import { type Benchmark, type MetricDefinition, runBenchmark } from '../../../bench/harness.ts';

const WHY = 'it is new';

/** Runs a benchmark of one figure, whose peer always comes to 100. @param ours one value for each run, warm-up first; the last one for all after it */
async function judged(metric: Partial<MetricDefinition>, ours: readonly number[], more: Partial<Benchmark> = {}) {
  const runs = { ours: 0, theirs: 0 };
  const results = await runBenchmark(
    {
      id: 'T',
      title: 'a figure',
      peer: 'a hundred',
      needs: [],
      pairs: 5,
      metrics: [{ id: 'T', unit: 'x', bound: 'least', target: 1, ...metric }],
      open: async () => ({
        ours: async () => ({ T: ours[Math.min(runs.ours++, ours.length - 1)] ?? Number.NaN }),
        theirs: async () => {
          runs.theirs += 1;
          return { T: 100 };
        },
        close: async () => undefined,
      }),
      ...more,
    },
    () => undefined,
  );
  return { ...results.T, runs };
}

test('what is loaded and compiled first is not measured', async () => {
  expect(await judged({}, [1, 120])).toMatchObject({ ratio: 1.2, pass: true, clearMiss: false, runs: { ours: 6, theirs: 6 } });
  expect(await judged({}, [1, 1, 1, 120], { warmUp: 3 })).toMatchObject({ ratio: 1.2, pass: true, runs: { ours: 8, theirs: 8 } });
});

test('a target that the better pairs reach is missed, and not clearly', async () => {
  expect(await judged({}, [1, 90, 90, 90, 101, 101])).toMatchObject({ ratio: 0.9, pass: false, clearMiss: false });
  expect(await judged({}, [1, 90])).toMatchObject({ ratio: 0.9, pass: false, clearMiss: true });
  expect(await judged({ bound: 'most' }, [1, 110])).toMatchObject({ ratio: 1.1, pass: false, clearMiss: true });
});

test('a target that is known not to be reached is missed clearly only behind what holds meanwhile', async () => {
  const notYet = { why: WHY, meanwhile: 0.5 };
  expect(await judged({ notYet }, [1, 90])).toMatchObject({ target: 1, pass: false, clearMiss: false, notYet: WHY });
  expect(await judged({ notYet }, [1, 40])).toMatchObject({ pass: false, clearMiss: true });
  expect(await judged({ bound: 'most', notYet: { why: WHY, meanwhile: 2 } }, [1, 250])).toMatchObject({ pass: false, clearMiss: true });
});

test('a figure that is none, and a peer that is not there, are missed clearly and say why', async () => {
  expect(await judged({}, [1, Number.NaN])).toMatchObject({ clearMiss: true, problem: expect.stringContaining('no figure for T') });
  expect(await judged({}, [1], { needs: ['no-such-program'] })).toMatchObject({
    clearMiss: true,
    problem: expect.stringContaining('no-such-program'),
  });
});
