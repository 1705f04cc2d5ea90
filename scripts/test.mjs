import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode } from './lib/project.mjs';
import { Steps } from './lib/steps.mjs';
import { checks, endToEnd, vitest } from './lib/tier-one.mjs';

requireNode();
const steps = new Steps();
try {
  await ensureInstalled();
  await ensureBuilt();
  await checks(steps);
  await vitest(steps, 'unit', ['unit', 'renderer']);
  await vitest(steps, 'integration', ['integration']);
  await endToEnd(steps, 'headless');
} catch (error) {
  steps.fail('preparation', error instanceof Error ? error.message : String(error));
}
process.exitCode = steps.finish();
