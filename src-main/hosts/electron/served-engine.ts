import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectLocally, type LocalConnection } from '../../doors/local/local-client.ts';
import { askRunningEngine } from '../../doors/running-engine.ts';
import { readEngineRecord } from '../../engine/lock/index.ts';
import { socketPath } from '../../holder/endpoint.ts';
import type { Front } from './front.ts';

/**
 * The contract of the engine that another process runs for this data folder, as the person calls it from here.
 * @throws KimiError ENGINE_UNREACHABLE when it does not answer, CONFLICT when it serves no page
 */
export async function connectToServedEngine(dataFolder: string): Promise<LocalConnection> {
  // One that has just started opens its doors in a moment, which this waits for.
  await askRunningEngine(dataFolder);
  const record = await readEngineRecord(dataFolder);
  const token = (await readFile(join(dataFolder, 'owner.token'), 'utf8')).trim();
  return connectLocally({ socket: record?.socket ?? socketPath(dataFolder, 'engine'), token });
}

/** A fresh link to the page of the engine that runs, where windows may go from now on. @throws KimiError when it does not answer */
export async function pageOfServedEngine(dataFolder: string, { origins }: Pick<Front, 'origins'>): Promise<string> {
  const { link } = await askRunningEngine(dataFolder);
  origins.admit(new URL(link).origin);
  return link;
}
