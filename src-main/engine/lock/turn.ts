import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeFileAtomic } from '../store/index.ts';
import { tryLockFile } from './lock-file.ts';

/**
 * The right to be a data folder's next engine. Whoever takes the engine's lock has it, and one that asks another engine to make
 * way keeps it until that one is gone: between the two nobody else gets in.
 */
export interface Turn {
  release(): Promise<void>;
}

const ASK_AGAIN_MS = 50;

/** Takes the turn, waiting for it at most `withinMs`; null when another has it still. */
export async function takeTurn(
  dataFolder: string,
  own: { readonly pid: number; readonly startTime: string },
  withinMs: number,
): Promise<Turn | null> {
  const path = join(dataFolder, 'engine.next.db');
  // For those who cannot look at locks: an engine is coming, wait for its doors (hosts/cli/engine/coming-engine.ts).
  const hint = join(dataFolder, 'engine.next.json');
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const lock = tryLockFile(path, dataFolder);
    if (lock !== null) {
      try {
        await writeFileAtomic(hint, `${JSON.stringify({ pid: own.pid, startTime: own.startTime })}\n`);
      } catch (error) {
        lock.release();
        throw error;
      }
      return {
        async release() {
          try {
            await rm(hint, { force: true });
          } finally {
            lock.release();
          }
        },
      };
    }
    if (performance.now() > giveUpAt) return null;
    await delay(ASK_AGAIN_MS);
  }
}
