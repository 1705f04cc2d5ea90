import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { checkFirstPaint } from './first-paint.mjs';
import { CACHE, projectNode, ROOT, tool } from './project.mjs';
import { run } from './run.mjs';
import { drawTrayIcons } from './tray-icons.mjs';

/** Everything that decides what a build produces. */
const SOURCES = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'resources/icons',
  'scripts/lib/tray-icons.mjs',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package-lock.json',
];
const OUT = join(ROOT, 'out');
const STAMP = '.sources';
/** Folder of a build with the source maps of its page, at the places of what they are of. */
export const PAGE_MAPS = 'renderer-maps';
const ASK_AGAIN_MS = 100;

/** What a build must have left for it to count. */
const PRODUCTS = [
  'main/headless.js',
  'main/holder.js',
  'main/mirror.js',
  'main/gateway.js',
  'main/state-writer.js',
  'main/audit-writer.js',
  'main/cli.js',
  'main/electron.js',
  'preload/preload.cjs',
  'renderer/index.html',
  'tray/idle-light-24.png',
];

/**
 * Builds when the sources differ from the ones of the last build. By content, not by time: a checkout or a clone has new times.
 * Builds aside and swaps, so that a build that fails leaves the last good one, and what runs from it finds its files.
 * @throws Error when the build fails
 */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && builtFrom() === sourcesHash()) return;
  const unlock = await lock();
  try {
    // Whoever had the lock before us may have built just this.
    const wanted = sourcesHash();
    if (!force && builtFrom() === wanted) return;
    await build(wanted);
  } finally {
    unlock();
  }
}

async function build(wanted) {
  console.error('Building…');
  const staging = join(CACHE, 'build');
  rmSync(staging, { recursive: true, force: true });
  const code = await run(projectNode(), [tool('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'], {
    env: { KIMI_SHELL_BUILD_OUT: staging, KIMI_SHELL_BUILT_FROM: wanted },
    output: 'stderr',
  });
  if (code !== 0) throw new Error(`The build ended with code ${code}; its own words are above.`);
  putMapsAside(staging);
  checkFirstPaint(join(staging, 'renderer'));
  await drawTrayIcons(join(staging, 'tray'));
  // Taken before the build: a file that was edited meanwhile makes the next build, rather than being missed.
  writeFileSync(join(staging, STAMP), wanted);
  const old = join(CACHE, 'build-before');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(OUT)) renameSync(OUT, old);
  renameSync(staging, OUT);
  rmSync(old, { recursive: true, force: true });
}

/** Only coverage reads the page's source maps: out of the folder that is served, copied and packed. */
function putMapsAside(staging) {
  const page = join(staging, 'renderer');
  for (const file of filesOf(page).filter((path) => path.endsWith('.map'))) {
    const aside = join(staging, PAGE_MAPS, relative(page, file));
    mkdirSync(dirname(aside), { recursive: true });
    renameSync(file, aside);
  }
}

/** What the build that is there was made from; null when there is none, or it is not whole. */
function builtFrom() {
  const stamp = join(OUT, STAMP);
  const whole = PRODUCTS.every((file) => existsSync(join(OUT, file)));
  return whole && existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
}

/** One build at a time; the lock of a process that is gone counts for nothing. */
async function lock() {
  const path = join(CACHE, 'build.lock');
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!ownerLives(path)) rmSync(path, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}

function ownerLives(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // A lock without a number is being written at this moment.
    return pid === 0 || (process.kill(pid, 0) && pid !== process.pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Of everything that a build is made from. */
export function sourcesHash() {
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
