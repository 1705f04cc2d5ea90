import { type EngineEvent, HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/index.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { EventPosition, followEvents } from '#shared/events/follow.ts';
import { connectTo, toKimiError } from './client.ts';
import { type Door, isOpen } from './door.ts';
import { overEngines } from './over-engines.ts';

/** A stream that ends so is gone on with: the engine makes way, we were stopped for a while, or it broke, which has many names. */
const GONE_ON_WITH: ReadonlySet<string> = new Set<ErrorCode>(['ENGINE_ENDING', 'READER_TOO_SLOW', 'INTERNAL', 'ENGINE_UNREACHABLE']);

export interface EventFeedOptions {
  readonly door: Door;
  /** The last event that the reader has; null: begin with the whole state. */
  readonly after: number | null;
  readonly apply: (event: EngineEvent) => Promise<void>;
  /** The engine is away, and not because it makes way; it is waited for. Called once for each time that it goes. */
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
  const follow = (there: () => void): Promise<KimiError> =>
    followOnce(
      door,
      position,
      async (event) => {
        there();
        if (event.type !== 'heartbeat') await apply(event);
      },
      signal,
    );
  const refusal = await overEngines(follow, { giveUpMs: Number.POSITIVE_INFINITY, onLong: onLost, signal });
  if (refusal !== undefined) throw refusal;
}

/** Resolves with a refusal. @throws KimiError ENGINE_UNREACHABLE when there is no stream, or none any more: it is to be gone on with */
async function followOnce(
  door: Door,
  position: EventPosition,
  apply: (event: EngineEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<KimiError> {
  const { dataFolder } = door;
  if (!(await isOpen(door))) throw new KimiError('ENGINE_UNREACHABLE', { dataFolder });
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
  } catch (thrown) {
    const error = toKimiError(thrown, dataFolder);
    // A refusal comes as an answer of the contract.
    if (!over.aborted && !GONE_ON_WITH.has(error.code)) return error;
  } finally {
    clearTimeout(timer);
    await connection.close(over.aborted);
  }
  throw new KimiError('ENGINE_UNREACHABLE', { dataFolder, reason: 'the event stream ended' });
}
