import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, ROOT, requireNode, stepEnvironment, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// `npm run package`: installers for this system and processor, in dist/installers. Options go to electron-builder (`-- --dir`, `-- deb`).
// `npm run package -- --without-electron` makes only what needs no Electron, in dist/package.
const ELECTRON_MS = 300_000;
const WITHOUT = '--without-electron';

requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  await step('packaging/build.ts');
  if (!process.argv.includes(WITHOUT)) await packed();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function packed() {
  const missing = electronMissing();
  if (missing !== null) {
    throw new Error(
      `No package was made: Electron ${electronVersion()} cannot be downloaded here (${missing}). All else of it is in dist/package.`,
    );
  }
  const options = process.argv.slice(2);
  const arch = options.some((option) => /^--(x64|arm64)$/.test(option)) ? [] : [`--${process.arch}`];
  await step(tool('electron-builder/cli.js'), ...arch, '--publish', 'never', ...options);
}

async function step(...args) {
  const code = await run(projectNode(), args);
  if (code !== 0) throw new Error(`${args[0]} ended with code ${code}; its own words are above.`);
}

/** Why Electron's runtime is not here and could not be got; null when it is here. electron-builder would say it in forty lines. */
function electronMissing() {
  if (existsSync(join(ROOT, 'node_modules/electron/path.txt'))) return null;
  const { status, stderr } = spawnSync(projectNode(), [tool('electron/install.js')], {
    encoding: 'utf8',
    env: stepEnvironment(),
    timeout: ELECTRON_MS,
  });
  if (status === 0) return null;
  const reason = /^(?:\w*Error: |\s*code: )?(.*(?:\bE[A-Z]{3,}\b|failed|Response code).*)$/im.exec(stderr)?.[1] ?? 'no answer in time';
  return reason.trim();
}

function electronVersion() {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')).version;
}
