import { chmodSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { sqliteCode } from '../store/index.ts';
import { asDataFolderError } from './data-folder.ts';
import { type EngineRecord, processExists, readEngineRecord, removeEngineRecord, writeEngineRecord } from './engine-record.ts';

/** The right to be the engine of a data folder. The kernel takes it back when the process dies, so it is never stale. */
export interface EngineLock {
  readonly record: EngineRecord;
  /** Tells others where the page is (null: nowhere). */
  setUrl(url: string | null): Promise<void>;
  release(): Promise<void>;
}

/** An engine that was told to end needs a moment; one that just started has not written its record yet. */
const SETTLE_MS = 1000;
const ASK_AGAIN_MS = 50;

/**
 * Becomes the engine of `dataFolder`, which must exist.
 * @throws KimiError ENGINE_ALREADY_RUNNING with pid and url | DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
 */
export async function acquireEngineLock(dataFolder: string, own: Omit<EngineRecord, 'url'>): Promise<EngineLock> {
  const database = await lockDatabase(dataFolder);
  let record: EngineRecord = { ...own, url: null };
  try {
    await writeEngineRecord(dataFolder, record);
  } catch (error) {
    database.close();
    throw asDataFolderError(error, dataFolder);
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
    async release() {
      if (released) return;
      released = true;
      try {
        await removeEngineRecord(dataFolder, record);
      } finally {
        database.close();
      }
    },
  };
}

async function lockDatabase(dataFolder: string): Promise<Database.Database> {
  const path = join(dataFolder, 'engine.lock.db');
  const giveUpAt = performance.now() + SETTLE_MS;
  while (true) {
    const database = tryLock(path, dataFolder);
    if (database !== null) return database;
    const owner = await readEngineRecord(dataFolder);
    const known = owner !== null && processExists(owner.pid);
    if (known || performance.now() > giveUpAt) {
      throw new KimiError('ENGINE_ALREADY_RUNNING', {
        dataFolder,
        pid: known ? owner.pid : null,
        url: known ? owner.url : null,
      });
    }
    await delay(ASK_AGAIN_MS);
  }
}

/** An open exclusive transaction is the lock: SQLite takes it as a kernel lock on every system. Null when another has it. */
function tryLock(path: string, dataFolder: string): Database.Database | null {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: 0 });
    chmodSync(path, 0o600);
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    const code = sqliteCode(error);
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) {
      // The file holds nothing but the lock, and SQLite gives out no lock on rubbish, so nobody has it: start it afresh.
      truncateSync(path, 0);
      return null;
    }
    if (code?.startsWith('SQLITE_BUSY') || code?.startsWith('SQLITE_LOCKED')) return null;
    throw asDataFolderError(error, dataFolder);
  }
}
