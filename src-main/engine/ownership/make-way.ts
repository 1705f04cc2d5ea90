import { setTimeout as delay } from 'node:timers/promises';
import type { EngineKind } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { isAlive } from '../../holder/process/process-list.ts';
import { alreadyRunning, type EngineRecord, type Meet } from '../lock/index.ts';
import type { Logger } from '../types.ts';
import { askEngine } from './ask-engine.ts';
import { meeting } from './meeting.ts';

/** How patient a newcomer is, ms. */
export interface Patience {
  /** An engine that lives answers in milliseconds; this is for one on a machine that swaps. */
  readonly answerMs: number;
  /** An engine that has just taken its lock opens its doors within about a second, its first start copies 120 MB before. */
  readonly opensMs: number;
  /** An end takes 5 s at most, 1 s more for the last lines of the log, and its process a moment to be gone. */
  readonly endsMs: number;
  /** A killed process is gone at once, unless it hangs in the kernel. */
  readonly killedMs: number;
}

const PATIENCE: Patience = { answerMs: 3_000, opensMs: 20_000, endsMs: 7_000, killedMs: 3_000 };
const ASK_AGAIN_MS = 50;

export interface Newcomer {
  readonly dataFolder: string;
  readonly kind: EngineKind;
  /** Whoever has the folder has to go, by force if need be. */
  readonly insist: boolean;
  readonly logger: Logger;
  readonly limits?: Patience;
}

/** How a newcomer gets the lock of a data folder from the engine that has it, as far as the rule lets it (docs/engine.md). */
export function makeWay({ dataFolder, kind, insist, logger, limits = PATIENCE }: Newcomer): Meet {
  const refuse = (owner: EngineRecord): never => {
    throw engineStuck(dataFolder, owner);
  };
  return async (owner, attempt) => {
    if (!insist && meeting(kind, owner.kind) !== 'take-over') throw alreadyRunning(dataFolder, owner);
    const asked = attempt === 0 && (await ask(dataFolder, owner, { to: kind, pid: process.pid, insist }, limits, logger));
    if (asked) return limits.endsMs;
    if (!insist) return refuse(owner);
    // A signal ends also one whose doors are shut or whose calls hang; one that is stopped does not hear it.
    if (attempt === 0) return (await signal(owner, 'SIGTERM', logger)) ? limits.endsMs : refuse(owner);
    if (attempt === 1) return (await signal(owner, 'SIGKILL', logger)) ? limits.killedMs : refuse(owner);
    return refuse(owner);
  };
}

/** The error for an engine that has the folder and neither answers nor ends. */
export function engineStuck(dataFolder: string, { pid, kind, startedAt }: EngineRecord): KimiError {
  return new KimiError('ENGINE_STUCK', { dataFolder, pid, kind, since: startedAt });
}

interface Wish {
  readonly to: EngineKind;
  readonly pid: number;
  readonly insist: boolean;
}

/** Asks it to make way. False when it does not answer, or, for one who insists, will not. @throws KimiError its refusal otherwise */
async function ask(dataFolder: string, owner: EngineRecord, wish: Wish, limits: Patience, logger: Logger): Promise<boolean> {
  logger.info('asking the engine that runs to make way', { pid: owner.pid, kind: owner.kind });
  const at = { dataFolder, socket: owner.socket };
  const giveUpAt = performance.now() + limits.opensMs;
  for (;;) {
    const answer = await askOnce(at, wish, limits.answerMs);
    if (answer === 'yes') return true;
    if (answer === 'no' || performance.now() > giveUpAt) return false;
    if (!(await isAlive({ pid: owner.pid, startTime: owner.startTime }))) return true;
    await delay(ASK_AGAIN_MS);
  }
}

type Asked = 'yes' | 'no' | 'not now';

async function askOnce(at: { readonly dataFolder: string; readonly socket: string }, wish: Wish, withinMs: number): Promise<Asked> {
  try {
    await askToEnd(at, wish, withinMs);
    return 'yes';
  } catch (error) {
    if (!(error instanceof KimiError)) throw error;
    if (error.code === 'ENGINE_ENDING') return 'yes';
    if (error.code === 'ENGINE_UNREACHABLE') return error.context.reason === 'TIMED_OUT' ? 'no' : 'not now';
    if (error.toData().retryable) return 'not now';
    if (!wish.insist) throw error;
    return 'no';
  }
}

async function askToEnd(at: { readonly dataFolder: string; readonly socket: string }, wish: Wish, withinMs: number): Promise<void> {
  try {
    await askEngine(at, 'system/handOver', wish, withinMs);
  } catch (error) {
    if (!(error instanceof KimiError && error.code === 'NOT_FOUND')) throw error;
    // A version that does not know of it ends all the same.
    await askEngine(at, 'system/shutdown', {}, withinMs);
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
