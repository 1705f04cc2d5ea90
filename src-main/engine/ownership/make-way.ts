import { setTimeout as delay } from 'node:timers/promises';
import type { EngineKind } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { isAlive } from '../../holder/process/process-list.ts';
import { alreadyRunning, type EngineRecord, type Meet } from '../lock/index.ts';
import type { Logger } from '../types.ts';
import { askEngine } from './ask-engine.ts';
import { meeting } from './meeting.ts';

/** An engine that lives answers in milliseconds; this is for one on a machine that swaps. */
const ANSWER_MS = 3_000;
/** An engine that has just taken its lock opens its doors within about a second, its first start copies 120 MB before. */
const OPENS_WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 50;
/** An end takes 5 s at most, 1 s more for the last lines of the log, and its process a moment to be gone. */
const ENDS_WITHIN_MS = 7_000;
/** A killed process is gone at once, unless it hangs in the kernel. */
const KILLED_WITHIN_MS = 3_000;

export interface Newcomer {
  readonly dataFolder: string;
  readonly kind: EngineKind;
  /** Whoever has the folder has to go, by force if need be. */
  readonly insist: boolean;
  readonly logger: Logger;
}

/** How a newcomer gets the lock of a data folder from the engine that has it, as far as the rule lets it (docs/engine.md). */
export function makeWay({ dataFolder, kind, insist, logger }: Newcomer): Meet {
  const refuse = (owner: EngineRecord): never => {
    throw engineStuck(dataFolder, owner);
  };
  return async (owner, attempt) => {
    if (!insist && meeting(kind, owner.kind) !== 'take-over') throw alreadyRunning(dataFolder, owner);
    const asked = attempt === 0 && (await ask(dataFolder, owner, { to: kind, pid: process.pid, insist }, logger));
    if (asked) return ENDS_WITHIN_MS;
    if (!insist) return refuse(owner);
    // A signal ends also one whose doors are shut or whose calls hang; one that is stopped does not hear it.
    if (attempt === 0) return (await signal(owner, 'SIGTERM', logger)) ? ENDS_WITHIN_MS : refuse(owner);
    if (attempt === 1) return (await signal(owner, 'SIGKILL', logger)) ? KILLED_WITHIN_MS : refuse(owner);
    return refuse(owner);
  };
}

/** The error for an engine that has the folder and neither answers nor ends. */
export function engineStuck(dataFolder: string, { pid, kind, startedAt }: EngineRecord): KimiError {
  return new KimiError('ENGINE_STUCK', { dataFolder, pid, kind, since: new Date(startedAt).toISOString() });
}

interface Wish {
  readonly to: EngineKind;
  readonly pid: number;
  readonly insist: boolean;
}

/** Asks it to make way. False when it does not answer. @throws KimiError ENGINE_ALREADY_RUNNING when it will not */
async function ask(dataFolder: string, owner: EngineRecord, wish: Wish, logger: Logger): Promise<boolean> {
  logger.info('asking the engine that runs to make way', { pid: owner.pid, kind: owner.kind });
  const giveUpAt = performance.now() + OPENS_WITHIN_MS;
  for (;;) {
    const answer = await askOnce(dataFolder, owner, wish);
    if (answer === 'yes') return true;
    if (answer === 'silent' || performance.now() > giveUpAt) return false;
    if (!(await isAlive({ pid: owner.pid, startTime: owner.startTime }))) return true;
    await delay(ASK_AGAIN_MS);
  }
}

async function askOnce(dataFolder: string, owner: EngineRecord, wish: Wish): Promise<'yes' | 'silent' | 'not open'> {
  const at = { dataFolder, socket: owner.socket };
  try {
    await askEngine(at, 'system/handOver', wish, ANSWER_MS);
    return 'yes';
  } catch (error) {
    if (!(error instanceof KimiError)) throw error;
    switch (error.code) {
      case 'ENGINE_ENDING':
        return 'yes';
      case 'NOT_FOUND':
        // A version that does not know of it ends all the same.
        await askEngine(at, 'system/shutdown', {}, ANSWER_MS);
        return 'yes';
      case 'ENGINE_UNREACHABLE':
        return error.context.reason === 'TIMED_OUT' ? 'silent' : 'not open';
      default:
        throw error;
    }
  }
}

/** Signals that very process. False when it cannot be told from another one that has its number by now. */
async function signal({ pid, startTime }: EngineRecord, name: 'SIGTERM' | 'SIGKILL', logger: Logger): Promise<boolean> {
  if (startTime === '') return false;
  if (!(await isAlive({ pid, startTime }))) return true;
  logger.warn('ending the engine that does not make way', { pid, signal: name });
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
  return true;
}
