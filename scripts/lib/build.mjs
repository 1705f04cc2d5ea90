import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectNode, ROOT, tool } from './project.mjs';
import { run } from './run.mjs';

/** Everything that decides what a build produces. */
const SOURCES = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package-lock.json',
];
const STAMP = join(ROOT, 'out/.sources');

/** What a build must have left for it to count. */
const PRODUCTS = ['main/headless.js', 'main/holder.js', 'main/mirror.js', 'main/gateway.js', 'main/cli.js', 'renderer/index.html'];

/**
 * Builds when the sources differ from the ones of the last build. By content, not by time: a checkout or a clone has new times.
 * @throws Error when the build fails
 */
export async function ensureBuilt({ force = false } = {}) {
  const wanted = sourcesHash();
  const built = PRODUCTS.every((file) => existsSync(join(ROOT, 'out', file)));
  if (!force && built && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.error('Building…');
  const code = await run(projectNode(), [tool('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], { output: 'stderr' });
  if (code !== 0) throw new Error(`The build ended with code ${code}; its own words are above.`);
  // Taken before the build: a file that was edited meanwhile makes the next build, rather than being missed.
  writeFileSync(STAMP, wanted);
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesOf(join(ROOT, source))) {
      hash
        .update(`${relative(ROOT, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
