import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { fileErrorAsKimi } from './file-errors.ts';

/** Longest path of a Unix socket in bytes: `sun_path` less its closing zero (104 on macOS and the BSDs, 108 on Linux). */
const LONGEST_SOCKET_PATH = process.platform === 'linux' ? 107 : 103;

/**
 * Where the socket of a part of this data folder is: `<data>/run/<name>.sock`, or in a private folder of the system's when that
 * is longer than the system allows. On Windows a named pipe. The same arguments give the same path in each process of one user.
 */
export function socketPath(dataFolder: string, name: string): string {
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  if (process.platform === 'win32') return `\\\\.\\pipe\\kimi-shell-${hash}-${name}`;
  const plain = join(dataFolder, 'run', `${name}.sock`);
  if (fits(plain)) return plain;
  const folder = `kimi-shell-${process.getuid?.() ?? 0}-${hash}`;
  for (const base of [runtimeDir(), tmpdir(), '/tmp']) {
    if (base === undefined) continue;
    const path = join(base, folder, `${name}.sock`);
    if (fits(path)) return path;
  }
  throw new KimiError('INVALID_INPUT', { path: plain, reason: `a socket's path has at most ${LONGEST_SOCKET_PATH} bytes` });
}

/** Makes the folder of a socket, private, before something listens there. A named pipe has none. @throws KimiError as `ensurePrivateFolder` */
export async function ensureSocketFolder(socket: string): Promise<void> {
  if (process.platform !== 'win32') await ensurePrivateFolder(dirname(socket));
}

/**
 * Makes a socket's folder again that was deleted; nothing above it, because a data folder that somebody removed is not to come back.
 * @throws NodeJS.ErrnoException ENOENT without the folder above | KimiError as `ensurePrivateFolder`
 */
export async function makeSocketFolderAgain(socket: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = dirname(socket);
  await lstat(dirname(folder));
  await ensurePrivateFolder(folder);
}

/**
 * Makes a folder that only this user can enter, or checks that one that is there is so: sockets lie in shared places at times,
 * where somebody else could have made it first.
 * @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
 */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (process.platform === 'win32') return; // the profile's access list keeps others out
    const found = await lstat(folder);
    if (!found.isDirectory()) throw new KimiError('DATA_FOLDER_UNWRITABLE', { path: folder, reason: 'it is not a folder' });
    const uid = process.getuid?.();
    if (uid !== undefined && found.uid !== uid) {
      throw new KimiError('DATA_FOLDER_UNWRITABLE', { path: folder, reason: `it belongs to user ${found.uid}` });
    }
    if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
  } catch (error) {
    throw fileErrorAsKimi(error, folder);
  }
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_SOCKET_PATH;
}

/** The user's runtime folder, when it is really there and really theirs: a stale variable must not move the socket. */
function runtimeDir(): string | undefined {
  const path = process.env.XDG_RUNTIME_DIR;
  if (path === undefined || path === '') return undefined;
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() ? path : undefined;
}
