import { ensureBuilt } from './lib/build.mjs';
import { beginRecording } from './lib/coverage/recording.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode } from './lib/project.mjs';
import { Steps } from './lib/steps.mjs';
import { checks, tests } from './lib/tier-one.mjs';

requireNode();
const steps = new Steps();
try {
  await ensureInstalled();
  await ensureBuilt();
  await checks(steps);
  // CI judges afterwards which lines were reached; a person is not kept waiting for that.
  const record = process.env.CI !== undefined;
  if (record) beginRecording();
  await tests(steps, { record });
} catch (error) {
  steps.fail('preparation', error instanceof Error ? error.message : String(error));
}
process.exitCode = steps.finish();
