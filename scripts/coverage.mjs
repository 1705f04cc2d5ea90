import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { FLOORS, GOAL, judge } from './lib/coverage.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { CACHE, projectNode, requireNode, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Which lines of src-* the tests reach: unit tests, or with --all the integration tests too (ten minutes). Fails below the floor.
const PROJECTS = { unit: ['unit', 'renderer'], all: ['unit', 'renderer', 'integration'] };
const which = process.argv.includes('--all') ? 'all' : 'unit';
const floor = FLOORS[which];
const folder = join(CACHE, 'coverage');
const summary = join(folder, 'coverage-summary.json');

requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  rmSync(summary, { force: true });
  const code = await run(projectNode(), [
    tool('vitest/vitest.mjs'),
    'run',
    ...PROJECTS[which].flatMap((project) => ['--project', project]),
    '--reporter=dot',
    '--coverage',
    '--coverage.reporter=json-summary',
    '--coverage.reportOnFailure',
    `--coverage.reportsDirectory=${folder}`,
  ]);
  // Whether tests pass is what `npm test` says.
  if (code !== 0) console.error(`vitest ended with code ${code}; what its tests reached counts all the same`);
  if (!existsSync(summary)) throw new Error('vitest left no summary of what its tests reached');
  const { percent, enough, worst } = judge(JSON.parse(readFileSync(summary, 'utf8')), floor);
  for (const { file, missed, total } of worst)
    console.log(`${String(missed).padStart(5)} of ${String(total).padStart(4)} lines not reached: ${file}`);
  console.log(`${percent} % of the lines of src-* are reached; at least ${floor} % must be, ${GOAL} % are wanted`);
  if (!enough) throw new Error('Less than before is reached: test what was added (the files above are where most is missing).');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
