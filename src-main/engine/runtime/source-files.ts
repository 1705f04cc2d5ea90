import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Installation } from '../types.ts';

/** One file that belongs into a runtime folder. */
export interface SourceFile {
  readonly source: string;
  /** Path in the runtime folder, with `/`. */
  readonly target: string;
}

/** Name of Node's binary in a runtime folder. */
export const NODE_NAME = process.platform === 'win32' ? 'node.exe' : 'node';

/** Where a runtime folder has the built page, and the model of the demo. */
const RENDERER_NAME = 'renderer';
const DEMO_NAME = 'demo';

/** What a runtime folder consists of, taken from the installation. @throws NodeJS.ErrnoException when a part of the installation is missing */
export async function sourceFiles(installation: Installation): Promise<readonly SourceFile[]> {
  const { mainFolder, nodeBinary, nodePtyFolder, sqliteFolder, descentFolder, keyringFolder, demoFolder, rendererFolder } = installation;
  const files: SourceFile[] = [{ source: nodeBinary, target: NODE_NAME }];
  for (const path of await filesBelow(mainFolder)) {
    if (path.endsWith('.js')) files.push({ source: join(mainFolder, path), target: path });
  }
  for (const path of await filesBelow(nodePtyFolder)) {
    if (neededOfNodePty(path)) files.push({ source: join(nodePtyFolder, path), target: `node_modules/node-pty/${path}` });
  }
  // With these a runtime is all that a headless engine needs: it stays when the installation is closed (an AppImage) or replaced.
  for (const path of await filesBelow(sqliteFolder)) {
    if (neededOfSqlite(path)) files.push({ source: join(sqliteFolder, path), target: `node_modules/better-sqlite3/${path}` });
  }
  for (const [folder, name] of [
    [rendererFolder, RENDERER_NAME],
    [demoFolder, DEMO_NAME],
  ] as const) {
    for (const path of await filesBelow(folder)) files.push({ source: join(folder, path), target: `${name}/${path}` });
  }
  if (descentFolder !== null) {
    for (const path of DESCENT_FILES) {
      files.push({ source: join(descentFolder, path), target: `node_modules/@kimi-shell/descent/${path}` });
    }
  }
  if (keyringFolder !== null) files.push(...(await keyringFiles(keyringFolder)));
  // Fails here, with the path, rather than in the middle of copying.
  await stat(nodeBinary);
  return files.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/**
 * The package's code, and the binary of this system beside it, where it looks first: npm keeps that in a package of its own, a runtime and
 * a packed app in this one.
 */
async function keyringFiles(folder: string): Promise<readonly SourceFile[]> {
  const target = (name: string) => `node_modules/@napi-rs/keyring/${name}`;
  const files = ['package.json', 'index.js', 'LICENSE'].map((name) => ({ source: join(folder, name), target: target(name) }));
  const beside = (await readdir(dirname(folder))).filter((name) => name.startsWith(`keyring-${process.platform}-${process.arch}`));
  for (const place of [folder, ...beside.map((name) => join(dirname(folder), name))]) {
    for (const name of await readdir(place)) {
      if (name.endsWith('.node')) files.push({ source: join(place, name), target: target(name) });
    }
  }
  return files;
}

const DESCENT_FILES = ['package.json', 'build/Release/descent.node'];

/** The package carries sources, type files and the binaries of other systems: 60 MB of which a running program loads one. */
function neededOfNodePty(path: string): boolean {
  if (path === 'package.json' || path === 'LICENSE') return true;
  if (path.startsWith('lib/')) return path.endsWith('.js') && !path.endsWith('.test.js');
  // A debugger's symbol files sit beside the binaries.
  if (path.endsWith('.pdb')) return false;
  return path.startsWith('build/Release/') ? isLoadable(path) : path.startsWith(`prebuilds/${process.platform}-${process.arch}/`);
}

/** Besides its code only the binary of this system: the package carries those of all, and SQLite's sources. */
function neededOfSqlite(path: string): boolean {
  if (path === 'package.json' || path === 'LICENSE') return true;
  if (path.startsWith('lib/')) return path.endsWith('.js');
  if (path === 'build/Release/better_sqlite3.node') return true;
  return path.startsWith('prebuilds/') && new RegExp(`^${process.platform}(musl)?-${process.arch}\\.node$`).test(basename(path));
}

function isLoadable(path: string): boolean {
  return /\.(node|dll|exe)$/.test(path) || basename(path) === 'spawn-helper';
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
