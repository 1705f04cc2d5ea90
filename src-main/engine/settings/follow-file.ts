import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; they are one change, ms. */
const SETTLE_MS = 50;

/**
 * Calls `changed` soon after a file was written, replaced or removed; by its folder, because a replaced file is another one.
 * @returns what ends it
 */
export function followFile(path: string, changed: () => void): readonly (() => void)[] {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name !== null && name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, SETTLE_MS);
      timer.unref();
    });
  } catch {
    // No such folder, or one that cannot be watched: then the next read sees what changed.
    return [];
  }
  // A folder that is removed ends the watch; the next read says what is wrong.
  watcher.on('error', () => watcher.close());
  return [
    () => {
      clearTimeout(timer);
      watcher.close();
    },
  ];
}
