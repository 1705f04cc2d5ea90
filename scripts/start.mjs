import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, ROOT, requireNode } from './lib/project.mjs';
import { run } from './lib/run.mjs';

requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  process.exitCode = await open(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** Opens the app: in Electron where its runtime is there, else in the browser. */
function open(args) {
  const runtime = electronRuntime();
  // Either way the app has an environment of its own, and nothing of this shell's.
  if (runtime !== null) return run(projectNode(), [join(ROOT, 'scripts/open-electron.ts'), runtime, ROOT, ...args], { input: 'inherit' });
  console.log("Electron's runtime is not here (node_modules/.bin/install-electron gets it); opening the app in the browser.");
  return run(projectNode(), [join(ROOT, 'out/main/cli.js'), 'serve', '--open', ...args], { input: 'inherit' });
}

/** Path of Electron's binary; null when it has not been downloaded. */
function electronRuntime() {
  const folder = join(ROOT, 'node_modules/electron');
  const pointer = join(folder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const binary = join(folder, 'dist', readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}
