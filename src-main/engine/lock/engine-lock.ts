import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { isAlive } from '../../holder/process/process-list.ts';
import { asDataFolderError } from './data-folder.ts';
import { type EngineRecord, readEngineRecord, removeEngineRecord, writeEngineRecord } from './engine-record.ts';
import { type LockFile, tryLockFile } from './lock-file.ts';
import { takeTurn } from './turn.ts';

/** The right to be the engine of a data folder. The kernel takes it back when the process dies, so it is never stale. */
export interface EngineLock {
  readonly record: EngineRecord;
  /** Tells others where the page is (null: nowhere). */
  setUrl(url: string | null): Promise<void>;
  /** Whether the folder was emptied, or removed and made anew: another engine may be its engine now, and this one is none any more. */
  isDisplaced(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * What to do about an engine that has the lock: resolves with how long its end is waited for from now, ms, or throws. When that
 * time was not enough it is asked again, with the next number; 0 is the first.
 */
export type Meet = (owner: EngineRecord, attempt: number) => Promise<number>;

/** An engine that was told to end needs a moment; one that just started has not written its record yet. */
const SETTLE_MS = 1000;
/** Another newcomer is making the engine that runs go: at most 23 s until it answers, 14 s to end, 3 s to be killed (`PATIENCE`). */
const TURN_MS = 40_000;
const ASK_AGAIN_MS = 50;

/**
 * Becomes the engine of `dataFolder`, which must exist. `meet` is asked about an engine that has it; without it that one stays.
 * @throws KimiError ENGINE_ALREADY_RUNNING with pid, kind and url | DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL | what `meet` throws
 */
export async function acquireEngineLock(dataFolder: string, own: Omit<EngineRecord, 'url'>, meet?: Meet): Promise<EngineLock> {
  // A command's engine gives way to anybody who is coming: the command then uses that one.
  const turn = await takeTurn(dataFolder, own, own.kind === 'call' ? SETTLE_MS : TURN_MS);
  if (turn === null) throw alreadyRunning(dataFolder, await readEngineRecord(dataFolder));
  let record: EngineRecord = { ...own, url: null };
  let lock: LockFile;
  try {
    lock = await takeLock(dataFolder, meet ?? ((owner) => Promise.reject(alreadyRunning(dataFolder, owner))));
    try {
      await writeEngineRecord(dataFolder, record);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asDataFolderError(error, dataFolder);
  } finally {
    await turn.release();
  }
  let released = false;
  return {
    get record() {
      return record;
    },
    async setUrl(url) {
      if (released || record.url === url) return;
      record = { ...record, url };
      await writeEngineRecord(dataFolder, record);
    },
    isDisplaced: () => (released ? Promise.resolve(false) : lock.isLost()),
    async release() {
      if (released) return;
      released = true;
      try {
        await removeEngineRecord(dataFolder, record);
      } finally {
        lock.release();
      }
    },
  };
}

/** The error for an engine that stays; without one that is known, of one that nobody can name. */
export function alreadyRunning(dataFolder: string, owner: EngineRecord | null): KimiError {
  const { pid = null, url = null, kind = null } = owner ?? {};
  return new KimiError('ENGINE_ALREADY_RUNNING', { dataFolder, pid, url, kind });
}

async function takeLock(dataFolder: string, meet: Meet): Promise<LockFile> {
  const path = join(dataFolder, 'engine.lock.db');
  let waitUntil = performance.now() + SETTLE_MS;
  let attempt = 0;
  for (;;) {
    const lock = tryLockFile(path, dataFolder);
    if (lock !== null) return lock;
    const owner = await readEngineRecord(dataFolder);
    const known = owner !== null && (await isAlive(owner));
    if (known && (attempt === 0 || performance.now() > waitUntil)) waitUntil = performance.now() + (await meet(owner, attempt++));
    else if (performance.now() > waitUntil) throw alreadyRunning(dataFolder, known ? owner : null);
    await delay(ASK_AGAIN_MS);
  }
}
