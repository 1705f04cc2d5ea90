import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonIfThere, writeFileAtomic } from './durable-file.ts';
import { errorCode } from './file-errors.ts';
import { isAlive } from './process/process-list.ts';

/** `holders/<id>.json`: where a holder that runs can be reached. Written by itself once it listens, removed when it leaves. */
export const HolderRecord = z.object({
  id: z.string(),
  pid: z.number().int(),
  startTime: z.string(),
  build: z.string(),
  socket: z.string(),
  /** ms since the epoch. */
  startedAt: z.number(),
});
export type HolderRecord = z.infer<typeof HolderRecord>;

/** Folder of the records and of the key. */
export function holdersFolder(dataFolder: string): string {
  return join(dataFolder, 'holders');
}

function recordFile(dataFolder: string, id: string): string {
  return join(holdersFolder(dataFolder), `${id}.json`);
}

/** @throws NodeJS.ErrnoException */
export async function writeHolderRecord(dataFolder: string, record: HolderRecord): Promise<void> {
  await writeFileAtomic(recordFile(dataFolder, record.id), JSON.stringify(record));
}

/** @throws NodeJS.ErrnoException */
export async function removeHolderRecord(dataFolder: string, id: string): Promise<void> {
  await rm(recordFile(dataFolder, id), { force: true });
}

/** Whether the process that wrote this record still runs. */
export function isHolderAlive(record: Pick<HolderRecord, 'pid' | 'startTime'>): Promise<boolean> {
  return isAlive(record);
}

/** Holders that run, oldest first. Records and sockets of those that were killed are removed. @throws NodeJS.ErrnoException */
export async function listHolderRecords(dataFolder: string): Promise<readonly HolderRecord[]> {
  const records: HolderRecord[] = [];
  for (const name of await names(holdersFolder(dataFolder))) {
    if (!name.endsWith('.json') || name.startsWith('.')) continue;
    const path = join(holdersFolder(dataFolder), name);
    const parsed = HolderRecord.safeParse(await readJsonIfThere(path));
    if (parsed.success && (await isHolderAlive(parsed.data))) {
      records.push(parsed.data);
      continue;
    }
    await rm(path, { force: true });
    if (parsed.success && process.platform !== 'win32') await rm(parsed.data.socket, { force: true });
  }
  return records.sort((a, b) => a.startedAt - b.startedAt);
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
