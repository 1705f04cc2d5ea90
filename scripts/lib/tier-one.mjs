import { ensureChromium } from './chromium.mjs';
import { RECORDING, reporting } from './coverage/recording.mjs';
import { projectNode, tool } from './project.mjs';
import { playwrightCounts, vitestCounts } from './steps.mjs';

// Several times what a two-core machine needs: a step that hangs must not take the others with it.
const CHECK_MS = 5 * 60_000;
const TESTS_MS = 25 * 60_000;

/** Lint, types and rules: each passes or fails as a whole. */
export async function checks(steps) {
  const node = projectNode();
  const options = { timeoutMs: CHECK_MS };
  await steps.check('lint', node, [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'], options);
  await steps.check('types', node, ['scripts/types.mjs'], options);
  await steps.check('rules', node, ['scripts/rules.mjs'], options);
}

/**
 * The tests of this tier.
 * @param record whether to keep what they reach (coverage/recording.mjs): vitest in its own processes, specs in their pages
 */
export async function tests(steps, { record }) {
  await vitest(steps, 'unit', ['unit', 'renderer'], { record });
  await vitest(steps, 'integration', ['integration'], { record });
  await endToEnd(steps, 'headless', record ? { record: 'pages' } : {});
}

/** One or more projects of vitest. */
export function vitest(steps, name, projects, { record = false } = {}) {
  return steps.tests(
    name,
    (report) => ({
      file: projectNode(),
      args: [
        tool('vitest/vitest.mjs'),
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...(record ? reporting(name) : []),
      ],
      options: { timeoutMs: TESTS_MS },
    }),
    vitestCounts,
  );
}

/**
 * One project of Playwright, in the Chromium that is there or can be got.
 * @param record what to keep: what `pages` reach, or `programs` too, which takes them a fifth longer
 */
export async function endToEnd(steps, project, { record } = {}) {
  const name = `end to end (${project})`;
  const chromium = await ensureChromium();
  if (chromium === null) {
    steps.fail(name, 'needs a Chromium; the line above says how to get one');
    return;
  }
  await steps.tests(
    name,
    (report) => ({
      file: projectNode(),
      args: [tool('@playwright/test/cli.js'), 'test', `--project=${project}`, '--reporter=list,json'],
      options: {
        timeoutMs: TESTS_MS,
        env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...(record === undefined ? {} : RECORDING[record]) },
      },
    }),
    playwrightCounts,
  );
}
