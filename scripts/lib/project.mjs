import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** What scripts write and nobody commits: stamps, reports. */
export const CACHE = join(ROOT, '.cache');

/** Below this even the scripts do not run. The project itself runs on the Node that it installs. */
const LEAST_NODE_MAJOR = 20;

/** Node's binary that the project installs for itself. */
export function projectNode() {
  const folder = join(ROOT, 'node_modules/node/bin');
  const windows = join(folder, 'node.exe');
  return process.platform === 'win32' && existsSync(windows) ? windows : join(folder, 'node');
}

/** A tool of the project by the path of its JavaScript entry, so that it runs under the project's Node without a shell. */
export function tool(path) {
  return join(ROOT, 'node_modules', path);
}

/** Environment of every step: the project's Node and tools first, the rest as the person has it. */
export function stepEnvironment(more = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [join(ROOT, 'node_modules/node/bin'), join(ROOT, 'node_modules/.bin'), process.env.PATH ?? ''].join(separator);
  return { ...process.env, PATH: path, ...more };
}

/** Ends the script with one line when the machine's Node cannot even run it. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= LEAST_NODE_MAJOR) return;
  console.error(`Node ${process.versions.node} is too old: install Node ${LEAST_NODE_MAJOR} or newer (https://nodejs.org) and try again.`);
  process.exit(1);
}
