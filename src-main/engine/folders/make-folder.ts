import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder for this user only, with the ones above it that are missing. Not `mkdir` with `recursive`, which Node 24 tries for ever
 * where the system refuses a new folder as if the one above it were missing (below /proc, for example).
 * @throws NodeJS.ErrnoException
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdirUnlessThere(path);
  } catch (error) {
    const above = dirname(path);
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT') || above === path) throw error;
    await makeFolder(above);
    await mkdirUnlessThere(path);
  }
}

async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // A file of that name is in the way of whatever comes next, which says so.
  }
}
