import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, requireNode, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// `npm run test:e2e -- --project=headless`: Playwright with its own options, on a build that is up to date.
requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  const chromium = await ensureChromium();
  const env = chromium === null ? {} : { CHROMIUM_PATH: chromium };
  process.exitCode =
    chromium === null ? 1 : await run(projectNode(), [tool('@playwright/test/cli.js'), 'test', ...process.argv.slice(2)], { env });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
