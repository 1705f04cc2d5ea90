import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineKind } from '#shared/contract/index.ts';
import { isAlive } from '../../holder/process/process-list.ts';
import { writeFileAtomic } from '../store/index.ts';

/** How others on this machine find the engine of a data folder. A hint, never a lock: it may outlive its engine. */
export const EngineRecord = z.object({
  pid: z.number().int(),
  /** When that process started, in the system's own words; '' where it does not tell. A number alone may be another's by now. */
  startTime: z.string().default(''),
  /** ms since the epoch. */
  startedAt: z.number(),
  /** Who started it. A record of a version before this field counts as a person's own: nobody takes that away. */
  kind: EngineKind.default('serve'),
  /** Where the command line and children connect. */
  socket: z.string(),
  /** Address of the page; null while no host serves one. */
  url: z.string().nullable(),
});
export type EngineRecord = z.infer<typeof EngineRecord>;

const recordPath = (dataFolder: string) => join(dataFolder, 'engine.json');

/** What `engine.json` says; null when there is none or it cannot be understood. */
export async function readEngineRecord(dataFolder: string): Promise<EngineRecord | null> {
  let text: string;
  try {
    text = await readFile(recordPath(dataFolder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return EngineRecord.parse(JSON.parse(text));
  } catch {
    // Written by something else: worth no more than no record, and the engine that starts next replaces it.
    return null;
  }
}

/** Writes `engine.json`. @throws NodeJS.ErrnoException */
export async function writeEngineRecord(dataFolder: string, record: EngineRecord): Promise<void> {
  await writeFileAtomic(recordPath(dataFolder), `${JSON.stringify(record, null, 2)}\n`);
}

/** Whether the engine that `engine.json` names lives. */
export async function somebodyRuns(dataFolder: string): Promise<boolean> {
  const owner = await readEngineRecord(dataFolder);
  return owner !== null && (await isAlive(owner));
}

/** Takes `engine.json` away when it still is the one of this engine. */
export async function removeEngineRecord(dataFolder: string, own: EngineRecord): Promise<void> {
  const found = await readEngineRecord(dataFolder);
  if (found?.pid === own.pid && found.startedAt === own.startedAt) await rm(recordPath(dataFolder), { force: true });
}
