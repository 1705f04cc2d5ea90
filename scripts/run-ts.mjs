import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, ROOT, requireNode } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Runs a TypeScript program of the project on a build that is up to date: run-ts.mjs <program> [args]
requireNode();
const [program = '', ...args] = process.argv.slice(2);
try {
  if (!existsSync(join(ROOT, program))) throw new Error(`There is no ${program} in this checkout.`);
  await ensureInstalled();
  await ensureBuilt();
  process.exitCode = await run(projectNode(), [program, ...args]);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
