import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { SystemStatus } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { somebodyRuns } from '../engine/lock/index.ts';
import { askEngine } from '../engine/ownership/index.ts';
import { socketPath } from '../holder/endpoint.ts';

const ANSWER_WITHIN_MS = 5_000;
/** One that has just started opens its doors within about a second, its first start copies 120 MB before. */
const OPENS_WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 50;
const Link = z.object({ url: z.url() });

/** The engine that runs already, and a fresh link to its page. */
export interface RunningEngineFacts {
  readonly link: string;
  readonly pid: number;
  readonly demo: boolean;
}

/**
 * Asks the engine that already runs for this data folder what it is and for a link.
 * @throws KimiError ENGINE_UNREACHABLE when it does not answer, CONFLICT when it serves no page
 */
export async function askRunningEngine(dataFolder: string): Promise<RunningEngineFacts> {
  const giveUpAt = performance.now() + OPENS_WITHIN_MS;
  for (;;) {
    try {
      return await askOnce(dataFolder);
    } catch (error) {
      const closed = error instanceof KimiError && (error.code === 'ENGINE_ENDING' || isShut(error));
      if (!closed || performance.now() > giveUpAt || !(await somebodyRuns(dataFolder))) throw error;
    }
    await delay(ASK_AGAIN_MS);
  }
}

/** Nobody listens; an engine that listens and says nothing is another matter. */
function isShut({ code, context }: KimiError): boolean {
  return code === 'ENGINE_UNREACHABLE' && context.reason !== 'TIMED_OUT';
}

async function askOnce(dataFolder: string): Promise<RunningEngineFacts> {
  const at = { dataFolder, socket: socketPath(dataFolder, 'engine') };
  const { engine, demo } = SystemStatus.parse(await askEngine(at, 'system/status', {}, ANSWER_WITHIN_MS));
  const { url } = Link.parse(await askEngine(at, 'system/link', {}, ANSWER_WITHIN_MS));
  return { link: url, pid: engine.pid, demo };
}
