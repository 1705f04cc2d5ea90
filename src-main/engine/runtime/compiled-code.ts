import type { Dirent } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT_FROM, compiledCodeFolders } from '../../holder/compiled-code.ts';
import { errorCode } from '../../holder/file-errors.ts';
import type { Logger } from '../types.ts';

/**
 * Builds besides our own whose code stays: a command that was started before the last update and still runs reads what it has not
 * loaded yet, and two installations that take turns do not take each other's away.
 */
const OTHERS_KEPT = 2;
/**
 * Of one build, bytes. All that one installation's programs leave is 2.3 MB; an AppImage is at another path at each start, and what was
 * compiled at the last ones is never read again.
 */
const KEPT_BYTES = 32 * 1024 * 1024;
/** What electron.vite.config.ts calls builds. */
const BUILD_NAME = /^(?:[0-9a-f]{16}|sources)$/;

interface Limits {
  readonly own?: string;
  readonly keptBytes?: number;
}

/** A file that Node keeps compiled code in. */
interface Kept {
  readonly path: string;
  readonly bytes: number;
  readonly writtenMs: number;
}

/**
 * Removes what V8 made of the code of builds that nobody runs any more, and of kept builds what was written longest ago where it has
 * become too much: Node itself removes nothing. Who still runs from a build that is not kept goes on, and compiles what it loads anew.
 * Never throws: what could not be removed is tried again at the next start.
 * @returns names of the folders that were removed
 */
export async function removeUnusedCompiledCode(
  dataFolder: string,
  logger: Logger,
  { own = BUILT_FROM, keptBytes = KEPT_BYTES }: Limits = {},
): Promise<readonly string[]> {
  const root = compiledCodeFolders(dataFolder);
  const removed: string[] = [];
  try {
    const builds = await Promise.all((await below(root)).map(async ({ name }) => ({ name, files: await filesOf(join(root, name)) })));
    const lastFirst = builds
      .filter(({ name }) => name !== own && BUILD_NAME.test(name))
      .sort((a, b) => lastWritten(b.files) - lastWritten(a.files));
    const kept = new Set([own, ...lastFirst.slice(0, OTHERS_KEPT).map(({ name }) => name)]);
    for (const { name, files } of builds) {
      if (kept.has(name)) await removeSurplus(files, keptBytes);
      else if (await removeFolder(join(root, name), logger)) removed.push(name);
    }
  } catch (error) {
    logger.warn('what is kept of compiled code could not be looked through', { folder: root, reason: String(error) });
  }
  return removed;
}

async function removeFolder(folder: string, logger: Logger): Promise<boolean> {
  try {
    await rm(folder, { recursive: true, force: true });
    return true;
  } catch (error) {
    // Somebody writes to it at this moment, or Windows has a file of it open.
    logger.warn('compiled code of a build that is not used could not be removed', { folder, reason: String(error) });
    return false;
  }
}

async function removeSurplus(files: readonly Kept[], keptBytes: number): Promise<void> {
  let bytes = 0;
  for (const file of files.toSorted((a, b) => b.writtenMs - a.writtenMs)) {
    bytes += file.bytes;
    if (bytes > keptBytes) await rm(file.path, { force: true });
  }
}

/** Of a build: a folder for each version of Node, and in it a file for each module. */
async function filesOf(build: string): Promise<readonly Kept[]> {
  const entries = await below(build, { recursive: true });
  const found = await Promise.all(entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => facts(join(parentPath, name))));
  return found.filter((file) => file !== null);
}

async function facts(path: string): Promise<Kept | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, bytes: size, writtenMs: mtimeMs };
  } catch (error) {
    // Node writes beside a file and renames: what was there a moment ago has another name now.
    if (isMissing(error)) return null;
    throw error;
  }
}

function lastWritten(files: readonly Kept[]): number {
  return Math.max(0, ...files.map(({ writtenMs }) => writtenMs));
}

/** What lies in a folder; nothing where there is none. */
async function below(folder: string, { recursive = false } = {}): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true, recursive });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}
