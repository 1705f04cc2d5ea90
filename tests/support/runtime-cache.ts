import { copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

// Every fresh data folder gets a copy of Node's 120 MB, checked by its hash. Fifty tests in a row spend minutes on that, so
// folders share the files of the first one: the engine finds a runtime whose sizes and times are what its manifest says.
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/kimi-shell-tests/runtime');

/** Gives a data folder the runtime that an earlier test made, if there is one. */
export async function seedRuntime(dataFolder: string): Promise<void> {
  await linkTree(CACHE, join(dataFolder, 'runtime'));
}

/** Keeps a data folder's runtime for the tests after this one. */
export async function keepRuntime(dataFolder: string): Promise<void> {
  const made = join(dataFolder, 'runtime');
  if (sameNames(await names(made), await names(CACHE))) return;
  const fresh = `${CACHE}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await linkTree(made, fresh);
  await rm(CACHE, { recursive: true, force: true });
  await rename(fresh, CACHE);
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, i) => name === other[i]);
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function linkTree(from: string, to: string): Promise<void> {
  if ((await names(from)).length === 0) return;
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length + 1));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await linkOrCopy(source, target);
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(source, target);
    const { atime, mtime } = await stat(source);
    await utimes(target, atime, mtime);
  }
}
