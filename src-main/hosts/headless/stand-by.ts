import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { readEngineRecord, somebodyRuns } from '../../engine/lock/index.ts';
import { meeting } from '../../engine/ownership/index.ts';
import type { Logger } from '../../engine/types.ts';
import type { PersonTerminal } from './terminal.ts';

/** An engine that ended is missed for this long at most; a look costs two small files. */
const LOOK_MS = 500;

export interface StandByOptions {
  readonly dataFolder: string;
  readonly terminal: PersonTerminal;
  readonly logger: Logger;
}

/**
 * Starts, as soon as no other engine has the data folder that this one does not win against: until then it waits, so that a
 * service manager sees neither a failure nor an end. Says so once for each engine that it waits for.
 * @throws whatever `start` throws besides ENGINE_ALREADY_RUNNING, and ENGINE_STUCK: one that does not answer may be stopped, and end when it goes on
 */
export async function startInTurn(start: () => Promise<void>, { dataFolder, terminal, logger }: StandByOptions): Promise<void> {
  let told: number | null | undefined;
  for (;;) {
    try {
      await start();
      return;
    } catch (error) {
      if (!(error instanceof KimiError && (error.code === 'ENGINE_ALREADY_RUNNING' || error.code === 'ENGINE_STUCK'))) throw error;
      const pid = typeof error.context.pid === 'number' ? error.context.pid : null;
      if (pid !== told) {
        terminal.say(terminal.texts.standsBy(pid));
        logger.info('standing by', { pid, kind: error.context.kind });
      }
      told = pid;
    }
    do await delay(LOOK_MS);
    while (await mustWait(dataFolder));
  }
}

/** A command may have started an engine in between: of that one nobody waits for the end. */
async function mustWait(dataFolder: string): Promise<boolean> {
  const owner = await readEngineRecord(dataFolder);
  return owner !== null && meeting('service', owner.kind) !== 'take-over' && (await somebodyRuns(dataFolder));
}
