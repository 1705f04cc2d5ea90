import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE, projectNode, ROOT } from './project.mjs';
import { run } from './run.mjs';

const STAMP = join(ROOT, 'node_modules/.kimi-shell-install');
/** Our own native part, in the project itself. */
const NATIVE_SOURCES = ['unix.c', 'windows.c', 'module.h', 'binding.gyp'].map((name) => `native/descent/${name}`);
const NATIVE_SYSTEMS = ['linux', 'darwin', 'win32'];
const NATIVE_STAMP = join(CACHE, 'native');

/**
 * Installs the dependencies when there are none or when the lock file has changed since. Needs no network otherwise.
 * What it says goes to stderr, because a script's stdout may be one JSON document.
 * @throws Error that says what to do
 */
export async function ensureInstalled() {
  await ensurePackages();
  await ensureNative();
}

async function ensurePackages() {
  const wanted = lockHash();
  if (installedHash() === wanted && nodeWorks()) return;
  if (matchesLock() && nodeWorks()) {
    // Somebody ran npm themselves; what it left is what the lock file asks for.
    writeFileSync(STAMP, wanted);
    return;
  }
  checkCompiler();
  console.error('Installing dependencies (npm ci)…');
  const options = { env: nativeEnvironment(), output: 'stderr' };
  const code = await run(npm(), ['ci', '--no-audit', '--no-fund'], options);
  if (code !== 0) {
    throw new Error(`npm ci ended with code ${code}. Its own words are above; without a network the first install cannot work.`);
  }
  if (!nodeWorks()) {
    // npm before 11 may have been told to skip install scripts; the two that matter are run by name.
    await run(npm(), ['rebuild', 'node', 'node-pty'], options);
  }
  if (!nodeWorks()) throw new Error(`The project's own Node (${projectNode()}) does not run. Remove node_modules and try again.`);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** `npm ci` leaves packages of the project's own uncompiled. Tried once: without a compiler the product does without, and says so. */
async function ensureNative() {
  if (!NATIVE_SYSTEMS.includes(process.platform)) return;
  const wanted = hashOf(NATIVE_SOURCES);
  if (existsSync(NATIVE_STAMP) && readFileSync(NATIVE_STAMP, 'utf8') === wanted) return;
  console.error('Compiling native/descent…');
  const code = await run(npm(), ['rebuild', '@kimi-shell/descent'], { env: nativeEnvironment(), output: 'stderr' });
  if (code !== 0) console.error('It was not compiled, and is optional: kimi-shell doctor says what is missing without it.');
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(NATIVE_STAMP, wanted);
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function lockHash() {
  return hashOf(['package-lock.json']);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function installedHash() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8').trim() : null;
}

/** Whether npm's own record of what it installed has the versions of the lock file. */
function matchesLock() {
  const record = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    // Our own parts are links, which npm makes anew when they are not there.
    if (entry.link === true) return existsSync(join(ROOT, path));
    // What belongs to another system is not installed on this one.
    if (path === '' || entry.optional === true || entry.devOptional === true || entry.peer === true) return true;
    return installed[path]?.version === entry.version;
  });
}

function nodeWorks() {
  try {
    return /^v24\./.test(execFileSync(projectNode(), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** node-pty is compiled where it ships no binary, which is on Linux. */
function checkCompiler() {
  if (process.platform !== 'linux') return;
  const missing = ['python3', 'make', 'g++'].filter((program) => !onPath(program));
  if (missing.length === 0) return;
  throw new Error(
    `${missing.join(', ')} not found, and node-pty is compiled on the first install. ` +
      'On Debian and Ubuntu: sudo apt-get install -y python3 make g++. On Fedora: sudo dnf install python3 make gcc-c++.',
  );
}

/** Whether a program is on the PATH. */
export function onPath(program) {
  try {
    execFileSync(
      process.platform === 'win32' ? 'where' : '/bin/sh',
      process.platform === 'win32' ? [program] : ['-c', `command -v ${program}`],
      {
        stdio: 'ignore',
      },
    );
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Node's headers beside the machine's Node spare node-gyp a download. */
function nativeEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  if (process.env.npm_config_nodedir !== undefined || !existsSync(join(prefix, 'include/node/node_api.h'))) return {};
  return { npm_config_nodedir: prefix };
}
