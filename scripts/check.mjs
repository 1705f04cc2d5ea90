import { ensureBuilt } from './lib/build.mjs';
import { isRecorded } from './lib/coverage/recording.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, requireNode } from './lib/project.mjs';
import { Steps } from './lib/steps.mjs';
import { endToEnd, vitest } from './lib/tier-one.mjs';

// Tier two: what takes longer than somebody waits. npm test is not repeated here.
/** Suites of faults with their time budgets, minutes; `npm run soak` does the thousands of rounds. Each prints its seed. */
const FAULTS = { 'engine-kill': 0.5, 'mirror-kill': 0.5, 'lock-race': 0.5, 'hand-over': 0.5, chaos: 0.5, stop: 0.5 };
/** More than fit into the budget. */
const ROUNDS = '1000';
const MINUTE = 60_000;
/** No further benchmark is begun after so long; one takes up to two minutes, and one that misses clearly as long again. */
const BENCH_MINUTES = 6;
/** Nor so long after CI began, which is ended at 90: what has been found by then is worth more. A machine that slow measures nothing anyway. */
const BENCH_UNTIL_MINUTES = 75;
/** Twice what the tests of `npm test` and the desktop's specs take, which it runs when nothing is recorded. */
const COVERAGE_MS = 60 * MINUTE;
const REFERENCE_MS = 5 * MINUTE;
/**
 * In the order of what they are worth here: a slow machine does not come to the last. The window beside a bare page (W1 to W7) takes ten minutes
 * more, P8 six, and they want a machine to themselves: `npm run bench` has them.
 */
const BENCHMARKS = ['P4', 'S2', 'A1', 'L1', 'S1', 'P4.blocked', 'W8', 'P9', 'P5', 'P6', 'P10', 'P2', 'W9'];

requireNode();
const steps = new Steps();
try {
  await ensureInstalled();
  await ensureBuilt();
  await vitest(steps, 'integration (long)', ['integration-long']);
  await steps.check('reference', projectNode(), ['scripts/reference.mjs'], { timeoutMs: REFERENCE_MS });
  await endToEnd(steps, 'long');
  // Besides what `npm test` reached, if that was recorded: programs of ours run in other processes than vitest's.
  await endToEnd(steps, 'desktop', isRecorded() ? { record: 'programs' } : {});
  await steps.check('coverage', projectNode(), ['scripts/coverage.mjs', '--recorded'], { timeoutMs: COVERAGE_MS });
  await endToEnd(steps, 'pictures');
  for (const [suite, minutes] of Object.entries(FAULTS)) {
    await steps.tests(
      `faults (${suite})`,
      (report) => ({
        file: projectNode(),
        args: [
          'scripts/report-to.mjs',
          report,
          'tests/faults/run.ts',
          '--suite',
          suite,
          '--rounds',
          ROUNDS,
          '--minutes',
          String(minutes),
          '--json',
        ],
        options: { timeoutMs: (minutes + 3) * MINUTE },
      }),
      faultCounts,
    );
  }
  const minutes = Math.min(BENCH_MINUTES, minutesLeft());
  if (minutes <= 0) console.log(`\nbenchmarks: left out, ${BENCH_UNTIL_MINUTES} minutes after the start (npm run bench has them)`);
  else {
    await steps.tests(
      'benchmarks',
      (report) => ({
        file: projectNode(),
        args: ['scripts/report-to.mjs', report, 'bench/run.ts', '--json', '--clear-misses', '--minutes', String(minutes), ...BENCHMARKS],
        options: { timeoutMs: 2 * BENCH_MINUTES * MINUTE },
      }),
      benchCounts,
    );
  }
} catch (error) {
  steps.fail('preparation', error instanceof Error ? error.message : String(error));
}
process.exitCode = steps.finish();

/** Minutes in which a benchmark may be begun. */
function minutesLeft() {
  const { CI_BEGAN_AT: began } = process.env;
  return began === undefined ? Number.POSITIVE_INFINITY : BENCH_UNTIL_MINUTES - (Date.now() - Number(began)) / MINUTE;
}

function faultCounts({ rounds, lost, doubled, corrupted, failed = 0, seed, broke }) {
  const clean = rounds > 0 && lost === 0 && doubled === 0 && corrupted === 0 && failed === 0;
  if (clean) return { passed: 1, failed: 0 };
  const what = broke ?? `${rounds} rounds: ${lost} lost, ${doubled} doubled, ${corrupted} corrupted, ${failed} failed`;
  return { passed: 0, failed: 1, failures: [`seed ${seed}: ${what}`] };
}

/**
 * A figure that could not be taken (no peer, wrong bytes, something that grew) or that clearly misses its target fails; one whose
 * pairs scatter around the target is named: on a machine that other work shares one run does not decide that.
 */
function benchCounts(report) {
  const figures = Object.entries(report);
  for (const [id, { ratio, target, pass, problem, notYet }] of figures) {
    if (problem !== undefined) console.error(`benchmark ${id}: ${problem}`);
    else if (!pass)
      console.error(
        `benchmark ${id} misses its target: ${ratio.toFixed(2)}, wanted ${target}${notYet === undefined ? '' : ` (${notYet})`}`,
      );
  }
  const clear = figures.filter(([, { clearMiss }]) => clearMiss);
  const failures = clear.map(([id, { ratio, target, problem }]) => `${id}: ${problem ?? `${ratio.toFixed(2)}, wanted ${target}`}`);
  return { passed: figures.length - clear.length, failed: clear.length, failures };
}
