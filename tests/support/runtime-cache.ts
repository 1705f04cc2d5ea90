import type { Dirent } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from '#main/holder/file-errors.ts';

// Every fresh data folder gets a copy of Node's 120 MB, checked by its hash. Fifty tests in a row spend minutes on that, so
// folders share the files of the first one: the engine finds a runtime whose sizes and times are what its manifest says.
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/kimi-shell-tests/runtimes');
/** Runtimes of earlier builds are of no use any more; those of tests that run at the same time are. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Gives a data folder the runtimes that earlier tests made, and what is known of the sources they came from. */
export async function seedRuntime(dataFolder: string): Promise<void> {
  for (const { name } of await entries(CACHE)) await linkAll(join(CACHE, name), join(dataFolder, 'runtime', name));
}

/** Keeps a data folder's runtimes for the tests after this one. */
export async function keepRuntime(dataFolder: string): Promise<void> {
  const kept = new Set((await entries(CACHE)).filter((entry) => entry.isDirectory()).map(({ name }) => name));
  for (const { name } of await entries(join(dataFolder, 'runtime'))) {
    if (!kept.has(name)) await keep(join(dataFolder, 'runtime', name), name);
  }
}

async function keep(made: string, name: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  for (const other of await entries(CACHE)) {
    const path = join(CACHE, other.name);
    if (Date.now() - (await stat(path)).birthtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true });
  }
  // Beside the others, where it is nobody's until it is whole.
  const fresh = `${CACHE}.${process.pid}.${name}`;
  await rm(fresh, { recursive: true, force: true });
  await linkAll(made, fresh);
  try {
    await rename(fresh, join(CACHE, name));
  } catch (error) {
    // Another test was sooner with the same one.
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
  }
  // It is still there, too, when it is a file that the cache has already: renaming one name of a file to another does nothing.
  await rm(fresh, { recursive: true, force: true });
}

async function entries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A file, or a folder with all that is in it. */
async function linkAll(from: string, to: string): Promise<void> {
  if ((await stat(from)).isFile()) return linkOrCopy(from, to);
  for (const { name } of await entries(from)) await linkAll(join(from, name), join(to, name));
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  try {
    await link(source, target);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await copyFile(source, target);
    const { atime, mtime } = await stat(source);
    await utimes(target, atime, mtime);
  }
}
