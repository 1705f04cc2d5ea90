import { KimiError } from '#shared/errors/kimi-error.ts';
import { Backoff } from '#shared/retry/backoff.ts';
import { pause } from '#shared/retry/pause.ts';

/** How long a terminal waits for an engine that went away; an update or a crash takes seconds. */
export const WAIT_FOR_ENGINE_MS = 10 * 60_000;
/** An engine that makes way is followed by the next within a second or two: nothing that a person has to be told. */
const TELL_AFTER_MS = 2_500;
/** An engine that is started again is there after about half a second; one that stays away is not asked more than once a second. */
const WAITS = { firstMs: 100, mostMs: 1_000 };

/** A connection that lived for so long was one, also when nothing was said on it. */
export const LIVED_MS = 1_000;

/** How an engine that is away is waited for. */
export interface Waiting {
  /** How long it may be away, ms. */
  readonly giveUpMs: number;
  /** It is away for longer than one that makes way; called once for each time that it goes. */
  readonly onLong?: () => void;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/**
 * Does something that outlives engines: with the one that runs, and again with the next one, until it is done. `use` calls `there`
 * when it got something of its engine, and rejects with what comes back when that one, or its gateway, is away. Never starts an engine.
 * @returns what `use` resolved with; undefined after `signal`
 * @throws KimiError what `use` is refused for, or why it was away when that took longer than `giveUpMs`
 */
export async function overEngines<T>(
  use: (there: () => void) => Promise<T>,
  { giveUpMs, onLong = () => undefined, signal }: Waiting,
): Promise<T | undefined> {
  let awaySince: number | null = null;
  let told = false;
  const backoff = new Backoff(WAITS);
  const there = (): void => {
    backoff.reset();
    awaySince = null;
    told = false;
  };
  while (signal?.aborted !== true) {
    try {
      return await use(there);
    } catch (error) {
      if (!comesBack(error)) throw error;
      awaySince ??= performance.now();
      const away = performance.now() - awaySince;
      if (away > giveUpMs) throw error;
      if (away > TELL_AFTER_MS && !told) {
        told = true;
        onLong();
      }
      await pause(backoff.next(error), signal);
    }
  }
  return undefined;
}

/** Whether what could not be had, or broke, can be had by asking again: its engine or gateway is being replaced. */
function comesBack(error: unknown): error is KimiError {
  // A ticket of the engine before is as good as an expired one.
  return error instanceof KimiError && (error.toData().retryable || error.code === 'TICKET_INVALID');
}
