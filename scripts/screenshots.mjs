import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, requireNode } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Pictures of the running app, made anew by one command:
//   node scripts/screenshots.mjs               docs/images/window.png
//   node scripts/screenshots.mjs --all FOLDER  every place, in both themes and languages and three sizes, for looking at
requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  const chromium = await ensureChromium();
  // By the project's own Node: the page objects of the tests are TypeScript, which older ones do not run.
  const command = ['tests/support/pictures/take-pictures.ts', ...process.argv.slice(2)];
  process.exitCode = chromium === null ? 1 : await run(projectNode(), command, { env: { CHROMIUM_PATH: chromium } });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
