import { spawn } from 'node:child_process';
import { aptInstall } from './lib/chromium.mjs';
import { missingFonts } from './lib/fonts.mjs';
import { onPath } from './lib/install.mjs';
import { ROOT, requireNode } from './lib/project.mjs';

/** Characters of a tier's end that hold its named failures and counts. */
const TAIL = 60_000;

requireNode();
// What comes last is shortened on a machine that is slow today: scripts/check.mjs.
process.env.CI_BEGAN_AT = String(Date.now());
await prepareMachine();
const results = [await tier(['test']), await tier(['run', 'check'])];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
// The first tier's are half an hour above by now.
for (const line of results.flatMap((result) => result.named)) console.log(line);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

/** Debian packages that tests, benchmarks and the install need, as a program or a file that shows they are there. */
async function prepareMachine() {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return;
  const programs = {
    chromium: 'chromium',
    tmux: 'tmux',
    python3: 'python3',
    make: 'make',
    'g++': 'g++',
    systemctl: 'systemd',
    'gnome-keyring-daemon': 'gnome-keyring',
    'dbus-run-session': 'dbus-daemon',
    // What packages are checked with: completions in their shells, the manual, the desktop's files, the installer's script.
    zsh: 'zsh',
    fish: 'fish',
    groff: 'groff',
    man: 'man-db',
    'desktop-file-validate': 'desktop-file-utils',
    appstreamcli: 'appstream',
    makensis: 'nsis',
  };
  const packages = Object.entries(programs)
    .filter(([program]) => !onPath(program))
    .map(([, name]) => name);
  packages.push(...missingFonts());
  if (packages.length === 0) return;
  console.log(`Installing ${packages.join(' ')}…`);
  const code = await aptInstall(packages);
  if (code !== 0) console.error(`apt-get ended with code ${code}; going on with what is there`);
}

/**
 * Runs one tier, showing its output, and reads the counts from its last line and what failed from those before. A tier that says no
 * counts has failed.
 */
function tier(args) {
  return new Promise((resolve, reject) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const child = spawn(npm, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' });
    let tail = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk.toString()).slice(-TAIL);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const counts = [...tail.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
      if (counts === undefined)
        return resolve({ passed: 0, failed: 1, named: [`failed: npm ${args.join(' ')} ended with code ${code} and no counts`] });
      const failed = Number(counts[2]);
      const named = tail.split('\n').filter((line) => line.startsWith('failed: '));
      resolve({ passed: Number(counts[1]), failed: code !== 0 && failed === 0 ? 1 : failed, named });
    });
  });
}
