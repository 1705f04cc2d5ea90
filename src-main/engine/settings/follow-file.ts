import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; they are one change, ms. */
const SETTLE_MS = 50;

/** Follows files, which need not be the same ones for good. */
export interface FileFollower {
  /** Follows these from now on and no others. In the place of one whose folder is still to be made, that folder: then it is to be called again. */
  follow(paths: readonly string[]): void;
  close(): void;
}

/** Calls `changed` soon after one of the files that are followed was written, replaced or removed. */
export function followFiles(changed: () => void): FileFollower {
  const followed = new Map<string, () => void>();
  let closed = false;

  function isFollowed(path: string): boolean {
    if (followed.has(path)) return true;
    const stop = followFile(path, changed, () => {
      followed.get(path)?.();
      followed.delete(path);
      changed();
    });
    if (stop !== null) followed.set(path, stop);
    return stop !== null;
  }

  function keepOnly(paths: readonly string[]): void {
    for (const [path, stop] of followed) {
      if (paths.includes(path)) continue;
      stop();
      followed.delete(path);
    }
  }

  return {
    follow(paths) {
      if (closed) return;
      keepOnly(paths.map((path) => [path, dirname(path)].find(isFollowed) ?? path));
    },
    close() {
      closed = true;
      keepOnly([]);
    },
  };
}

/**
 * By its folder, because a replaced file is another one.
 * @param gone hears that the folder itself was removed or has another name, so that nothing is heard from there any more
 * @returns what ends it; null when the folder cannot be watched
 */
function followFile(path: string, changed: () => void, gone: () => void): (() => void) | null {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      // The end of a folder is told under its own name.
      const ended = name === basename(dirname(path));
      if (name !== null && name !== basename(path) && !ended) return;
      clearTimeout(timer);
      timer = setTimeout(ended ? gone : changed, SETTLE_MS);
      timer.unref();
    });
  } catch {
    // No such folder, or one that cannot be watched: then the next read sees what changed.
    return null;
  }
  // A folder that is removed ends the watch; the next read says what is wrong.
  watcher.on('error', () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
