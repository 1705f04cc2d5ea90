import { chmod, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { ensureSocketFolder } from '../../../holder/endpoint.ts';

/** Takes the door's name away: who comes from now on finds nobody, instead of a door that is about to close. */
export async function leaveSocket(path: string): Promise<void> {
  // A named pipe has no name apart from its listener.
  if (process.platform !== 'win32') await rm(path, { force: true });
}

/**
 * Makes the local door listen at `path` (a socket in a private folder, a named pipe on Windows). A socket file that is there
 * already was left by an engine that is gone: the caller holds the engine's lock.
 * @throws KimiError DATA_FOLDER_UNWRITABLE when the folder cannot be made private, or NodeJS.ErrnoException
 */
export async function listenLocally(server: Server, path: string): Promise<void> {
  await ensureSocketFolder(path);
  const isFile = process.platform !== 'win32';
  if (isFile) await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, readableAll: false, writableAll: false }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // The folder keeps others out already, also in the moment before this.
  if (isFile) await chmod(path, 0o600);
}
