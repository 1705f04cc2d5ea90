import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { cruise } from 'dependency-cruiser';
import config from '../.dependency-cruiser.mjs';
import { projectNode, ROOT, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Who may import whom (.dependency-cruiser.mjs), then what nobody imports (knip.json). Both run, whatever the first finds.
// The preload comes with the desktop host.
const FOLDERS = ['src-shared', 'src-main', 'src-preload', 'src-renderer'].filter((folder) => existsSync(join(ROOT, folder)));

const problems = [...(await borders()), ...((await run(projectNode(), [tool('knip/bin/knip.js'), '--no-progress'])) === 0 ? [] : ['knip'])];
process.exitCode = problems.length === 0 ? 0 : 1;

/** Prints and returns every import across a border. */
async function borders() {
  const { options, ...ruleSet } = config;
  const { output } = await cruise(FOLDERS, { ...options, ruleSet, validate: true, baseDir: ROOT });
  const violations = output.summary.violations.map(({ rule, from, to }) => {
    const { comment = '' } = config.forbidden.find(({ name }) => name === rule.name) ?? {};
    return `${rule.name}: ${from} → ${to}\n    ${comment}`;
  });
  // A file that the parser passed over would keep every rule.
  const seen = new Set(output.modules.map(({ source }) => source));
  const unseen = sources().filter((file) => !seen.has(file));
  const found = [...violations, ...unseen.map((file) => `not read: ${file}`)];
  for (const line of found) console.error(line);
  console.log(`${output.modules.length} modules, ${found.length} imports across a border`);
  return found;
}

function sources() {
  return FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
