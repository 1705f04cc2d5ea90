import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { onPath } from './install.mjs';
import { projectNode, tool } from './project.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Path of a Chromium, one that is there or one that could be got; null when there is none, with a line that says how to get it. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log('No Chromium here: apt-get install chromium…');
    await aptInstall(['chromium']);
  }
  if (findChromium() === null) {
    console.log('No Chromium here: playwright install chromium…');
    await run(projectNode(), [tool('@playwright/test/cli.js'), 'install', 'chromium'], { timeoutMs: 300_000 });
  }
  const path = findChromium();
  if (path === null) {
    console.error('No Chromium could be got: install one (sudo apt-get install chromium) or set CHROMIUM_PATH, then run this again.');
  }
  return path;
}

/** Installs Debian packages without asking anything. Resolves with apt-get's exit code. */
export async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env, timeoutMs: 180_000 });
  return run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env, timeoutMs: 600_000 });
}

/** Path of a Chromium that is there: CHROMIUM_PATH, the system's, then Playwright's own; null when there is none. */
export function findChromium() {
  const set = process.env.CHROMIUM_PATH;
  if (set !== undefined && set !== '') return existsSync(set) ? set : null;
  return NAMES.map(which).find((path) => path !== null) ?? PLACES.find((path) => existsSync(path)) ?? playwrightsOwn();
}

function which(name) {
  if (process.platform === 'win32') return null;
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Where Playwright keeps its browsers, newest last; the folder and binary names are Playwright's. */
function playwrightsOwn() {
  const base = process.env.PLAYWRIGHT_BROWSERS_PATH ?? defaultFolder();
  if (!existsSync(base)) return null;
  const folders = readdirSync(base).filter((name) => /^chromium-\d+$/.test(name));
  const binaries = folders
    .sort()
    .flatMap((name) => [
      join(base, name, 'chrome-linux64/chrome'),
      join(base, name, 'chrome-linux/chrome'),
      join(base, name, 'chrome-win64/chrome.exe'),
      join(base, name, 'chrome-win/chrome.exe'),
      join(base, name, 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'),
    ]);
  return binaries.filter((path) => existsSync(path)).at(-1) ?? null;
}

function defaultFolder() {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library/Caches/ms-playwright');
    case 'win32':
      return join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
    default:
      return join(homedir(), '.cache/ms-playwright');
  }
}
