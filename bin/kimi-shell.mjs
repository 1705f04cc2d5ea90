#!/usr/bin/env node
// Runs the built command line with the Node that the project installs for itself, whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// npm links to this file from node_modules/.bin.
const root = join(dirname(realpathSync(fileURLToPath(import.meta.url))), '..');
const entry = join(root, 'out/main/cli.js');
const binary = process.platform === 'win32' ? 'node.exe' : 'node';
const node = [join(root, 'node_modules/node/bin', binary), join(root, 'node_modules/node/bin/node')].find((path) => existsSync(path));

if (node === undefined || !existsSync(entry)) {
  const missing = node === undefined ? 'not installed' : 'not built';
  console.error(`Kimi Shell is ${missing} here. Run "npm run build" in ${root}, then try again.`);
  process.exit(5);
}

const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
// Signals from the keyboard reach both of us at once; the others only us.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => (process.stdin.isTTY === true ? undefined : child.kill(signal)));
child.on('error', (error) => {
  console.error(`${node} cannot be run: ${error.message}`);
  process.exit(1);
});
child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
