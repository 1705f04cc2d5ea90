import { ensureBuilt } from './lib/build.mjs';
import { FLOOR, judge } from './lib/coverage/judge.mjs';
import { beginRecording, isRecorded } from './lib/coverage/recording.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode } from './lib/project.mjs';
import { Steps } from './lib/steps.mjs';
import { endToEnd, tests } from './lib/tier-one.mjs';

// Which lines of src-* the tests of tier one reach in their own processes and in the pages that they open, and the desktop's in the programs
// that they start. Runs them, as `npm test` does; with --recorded, judges what runs of tests in CI have left. Fails below the floor.
requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  if (!(process.argv.includes('--recorded') && isRecorded())) await record();
  // Its packages may just have been installed.
  const { measured } = await import('./lib/coverage/measured.mjs');
  const { percent, enough, parts, worst } = judge(await measured());
  for (const { file, missed, total } of worst)
    console.log(`${String(missed).padStart(5)} of ${String(total).padStart(4)} lines not reached: ${file}`);
  for (const part of parts) console.log(`${part.percent.toFixed(1).padStart(5)} % of ${part.part}`);
  console.log(`${percent} % of the lines of src-* are reached; at least ${FLOOR} % must be`);
  if (!enough) throw new Error('Too little is reached: test what was added (the files above are where most is missing).');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function record() {
  beginRecording();
  const steps = new Steps();
  await tests(steps, { record: true });
  await endToEnd(steps, 'desktop', { record: 'programs' });
  // Whether tests pass is what `npm test` says; what they reached counts all the same.
  steps.finish();
}
