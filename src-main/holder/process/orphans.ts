import { readdir } from 'node:fs/promises';
import { readIfThere } from '../durable-file.ts';
import type { UnixNative } from '../native.ts';
import { isZombie } from './process-list.ts';

/** An end is left to whoever waits for it for so long: Node and node-pty take note of theirs within milliseconds. */
const LEFT_ALONE_MS = 1000;

export interface OrphansOptions {
  readonly native: Pick<UnixNative, 'adoptOrphans' | 'reap'>;
  /** Process numbers of the children whose end somebody waits for. */
  readonly awaited: () => ReadonlySet<number>;
  readonly log: (message: string) => void;
}

/**
 * Makes this process the parent of every descendant that lost its own, however it cut itself off (another kernel session, an
 * empty environment): so what came out of a child can be told by its ancestors for as long as the holder lives. Linux only.
 * In return somebody must take note when they end.
 */
export class Orphans {
  readonly #o: OrphansOptions;
  readonly #onEnd = (): void => this.#lookSoon();
  #timer: NodeJS.Timeout | null = null;
  #ended: ReadonlySet<number> = new Set();

  constructor(options: OrphansOptions) {
    this.#o = options;
  }

  /** Begins; does nothing where the system does not list a process's children, because then their ends could not be seen. */
  async adopt(): Promise<void> {
    if ((await readIfThere(childrenFile(String(process.pid)))) === null || !this.#o.native.adoptOrphans()) return;
    process.on('SIGCHLD', this.#onEnd);
  }

  close(): void {
    process.removeListener('SIGCHLD', this.#onEnd);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#look().catch((error: unknown) => this.#o.log(`orphans: ${String(error)}`));
    }, LEFT_ALONE_MS);
  }

  /** An end that nobody took note of between two looks is an orphan's. */
  async #look(): Promise<void> {
    const ended = await endedChildren();
    const awaited = this.#o.awaited();
    const left = ended.filter((pid) => !awaited.has(pid) && !(this.#ended.has(pid) && this.#o.native.reap(pid)));
    this.#ended = new Set(left);
    if (left.length > 0) this.#lookSoon();
  }
}

function childrenFile(thread: string): string {
  return `/proc/self/task/${thread}/children`;
}

/** Children of this process that have ended and that the kernel still remembers. */
async function endedChildren(): Promise<readonly number[]> {
  const lists = await Promise.all(
    (await readdir('/proc/self/task')).map(async (thread) => (await readIfThere(childrenFile(thread))) ?? ''),
  );
  const pids = lists
    .join(' ')
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
  const ended = await Promise.all(pids.map(isZombie));
  return pids.filter((_, i) => ended[i]);
}
