import { type FSWatcher, watch } from 'node:fs';
import { chmod, lstat, rm } from 'node:fs/promises';
import { Server } from 'node:net';
import { dirname } from 'node:path';
import { ensureSocketFolder, makeSocketFolderAgain } from './endpoint.ts';
import { errorCode } from './file-errors.ts';

/** Whoever deletes one file of a folder deletes the next one a moment later; the socket comes back when that is over. */
const SETTLE_MS = 100;
/** First wait when the socket cannot be made (no folder above it, a full disk); doubled each time. */
const AGAIN_FIRST_MS = 500;
const AGAIN_MOST_MS = 30_000;
/** Where the system gives no more file watches, the file is looked for this often. */
const LOOK_EVERY_MS = 30_000;

export interface SocketFileOptions {
  readonly server: Server;
  /** A socket in a private folder; a named pipe on Windows, which has no file. */
  readonly path: string;
  readonly log: (message: string) => void;
  /** Asked whenever the file may have gone; false: its place is somebody else's by now, and it is looked after no longer. */
  readonly mayMake?: () => Promise<boolean>;
}

/**
 * The socket file that a server listens on. Whoever removes it (a cleaner of temporary files, a person) cuts nobody off that is
 * connected, but nobody new can come: it is noticed by a watch of its folder, and made anew.
 */
export class SocketFile {
  readonly #o: SocketFileOptions;
  #watch: FSWatcher | null = null;
  #timer: NodeJS.Timeout | null = null;
  #poll: NodeJS.Timeout | null = null;
  #wait = AGAIN_FIRST_MS;
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: SocketFileOptions) {
    this.#o = options;
  }

  /**
   * Makes the server listen, for this user only. A file that is there already was left by one that is gone.
   * @throws KimiError DATA_FOLDER_UNWRITABLE when the folder cannot be made private, or NodeJS.ErrnoException
   */
  async listen(): Promise<void> {
    await ensureSocketFolder(this.#o.path);
    await this.#listen();
    this.#o.server.on('error', (error) => this.#o.log(`socket: ${error.message}`));
    if (process.platform !== 'win32') this.#watchFolder();
  }

  /** Stops looking after the file; the server is its owner's to close. Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unwatch();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#working;
  }

  /** Takes the name away as well: who comes from now on finds nobody, instead of a server that is about to close. */
  async leave(): Promise<void> {
    await this.close();
    // A named pipe has no name apart from its listener.
    if (process.platform !== 'win32') await rm(this.#o.path, { force: true });
  }

  async #listen(): Promise<void> {
    const { server, path } = this.#o;
    const isFile = process.platform !== 'win32';
    if (isFile) await rm(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      const settle = (then: () => void) => () => {
        server.off('error', failed);
        server.off('listening', listening);
        then();
      };
      const failed = (error: Error) => settle(() => reject(error))();
      const listening = settle(resolve);
      server.once('error', failed);
      server.once('listening', listening);
      server.listen({ path, readableAll: false, writableAll: false });
    });
    // The folder keeps others out already, also in the moment before this.
    if (isFile) await chmod(path, 0o600);
  }

  #watchFolder(): void {
    this.#unwatch();
    try {
      this.#watch = watch(dirname(this.#o.path), { persistent: false }, () => this.#lookIn(SETTLE_MS));
      this.#watch.on('error', () => this.#lookNowAndThen());
    } catch (error) {
      this.#o.log(`the folder of the socket cannot be watched: ${String(error)}`);
      this.#lookNowAndThen();
    }
  }

  #lookNowAndThen(): void {
    this.#poll ??= setInterval(() => this.#lookIn(0), LOOK_EVERY_MS).unref();
  }

  #unwatch(): void {
    this.#watch?.close();
    this.#watch = null;
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#poll = null;
  }

  #lookIn(ms: number): void {
    if (this.#closed || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // One after the other: a look that is under way may be making the socket.
      this.#working = this.#working.then(() => this.#look());
    }, ms).unref();
  }

  async #givenUp(): Promise<boolean> {
    if (this.#o.mayMake === undefined || (await this.#o.mayMake())) return false;
    this.#closed = true;
    this.#unwatch();
    return true;
  }

  async #look(): Promise<void> {
    try {
      if (this.#closed || (await this.#givenUp()) || (await isSocket(this.#o.path)) || this.#closed) return;
      await makeSocketFolderAgain(this.#o.path);
      // The kernel's socket lost its name for good: only a new one can have it. Connections that are there stay.
      // By net's own close: an HTTP server's would end those that have not asked yet.
      if (this.#o.server.listening) Server.prototype.close.call(this.#o.server);
      await this.#listen();
      this.#wait = AGAIN_FIRST_MS;
      this.#o.log(`the socket was deleted and is made anew: ${this.#o.path}`);
      if (this.#closed) return;
      this.#watchFolder();
      // It may have been deleted again before the folder was watched.
      this.#lookIn(SETTLE_MS);
    } catch (error) {
      if (this.#wait === AGAIN_FIRST_MS) this.#o.log(`the socket was deleted and cannot be made anew yet: ${String(error)}`);
      this.#lookIn(this.#wait);
      this.#wait = Math.min(this.#wait * 2, AGAIN_MOST_MS);
    }
  }
}

async function isSocket(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSocket();
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}
