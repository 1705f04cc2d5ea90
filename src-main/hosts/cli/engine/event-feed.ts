import { setTimeout as delay } from 'node:timers/promises';
import { type EngineEvent, HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/index.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { EventPosition, followEvents } from '#shared/events/follow.ts';
import { connectTo, toKimiError } from './client.ts';
import { TELL_AFTER_MS } from './comes-back.ts';
import { type Door, isOpen } from './door.ts';

/** How an engine ends a stream that is gone on with elsewhere, or later: it makes way, or we were stopped for a while. */
const GONE_ON_WITH: ReadonlySet<string> = new Set<ErrorCode>(['ENGINE_ENDING', 'READER_TOO_SLOW']);
/** What breaks under a stream has many names. */
const BROKEN: ReadonlySet<string> = new Set<ErrorCode>(['INTERNAL', 'ENGINE_UNREACHABLE']);
/** An engine that is started again is there after about half a second. */
const AGAIN_MS = 250;

export interface EventFeedOptions {
  readonly door: Door;
  /** The last event that the reader has; null: begin with the whole state. */
  readonly after: number | null;
  readonly apply: (event: EngineEvent) => Promise<void>;
  /** The engine is gone; it is waited for. Called once for each time that it goes. */
  readonly onLost: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Follows the engine's events over its restarts, each event once, until `signal`. Never starts an engine: who follows looks on.
 * @throws KimiError what the engine refuses the stream for
 */
export async function followEngine({ door, after, apply, onLost, signal }: EventFeedOptions): Promise<void> {
  const position = new EventPosition(after);
  let told = false;
  let away: number | null = null;
  const heard = async (event: EngineEvent): Promise<void> => {
    told = false;
    away = null;
    if (event.type !== 'heartbeat') await apply(event);
  };
  while (!signal.aborted) {
    const end = (await isOpen(door)) ? await followOnce(door, position, heard, signal) : 'closed';
    if (signal.aborted) return;
    if (end instanceof KimiError) throw end;
    away ??= performance.now();
    if (!told && (end === 'broken' || performance.now() - away > TELL_AFTER_MS)) {
      onLost();
      told = true;
    }
    await pause(signal);
  }
}

/** How it ended: by the engine's will (`closed`), by a connection that broke or fell silent, or by a refusal. */
async function followOnce(
  door: Door,
  position: EventPosition,
  apply: (event: EngineEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<'closed' | 'broken' | KimiError> {
  const connection = await connectTo(door);
  const silent = new AbortController();
  const over = AbortSignal.any([signal, silent.signal]);
  // An engine that is stopped closes nothing; it only says nothing any more.
  const expect = () => setTimeout(() => silent.abort(), HEARTBEAT_MS * MISSED_HEARTBEATS);
  let timer = expect();
  try {
    await followEvents({
      subscribe: (after) => connection.client.system.events(after === null ? {} : { after }, { signal: over }),
      position,
      apply: async (event) => {
        clearTimeout(timer);
        await apply(event);
        timer = expect();
      },
      signal: over,
    });
    return over.aborted ? 'broken' : 'closed';
  } catch (thrown) {
    const error = toKimiError(thrown, door.dataFolder);
    // A refusal comes as an answer of the contract.
    if (GONE_ON_WITH.has(error.code)) return 'closed';
    return BROKEN.has(error.code) || over.aborted ? 'broken' : error;
  } finally {
    clearTimeout(timer);
    await connection.close(over.aborted);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(AGAIN_MS, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
