import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What of node_modules the built product needs beside its bundles: the native packages, Node itself, and nothing more. */
const PACKAGES = ['node', 'node-pty', 'better-sqlite3', '@kimi-shell/descent'];

/** Makes an installation of its own in `folder`, as an installer would: the built product with its native packages, no sources. */
export async function installInto(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  for (const part of ['package.json', 'out', 'resources', ...PACKAGES.map((name) => join('node_modules', name))]) {
    // Through links, because node_modules/node/bin/node is one to the package for this system.
    await cp(join(ROOT, part), join(folder, part), { recursive: true, dereference: true });
  }
}
