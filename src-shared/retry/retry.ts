import { Backoff, type BackoffTimes } from './backoff.ts';
import { isPassing } from './passing.ts';
import { pause as plainPause } from './pause.ts';

export interface RetryOptions extends BackoffTimes {
  /** Tries in all (default: as many as the budget has room for). */
  readonly tries?: number;
  /** No try begins later than this after the first one, ms (default: no limit). */
  readonly budgetMs?: number;
  /** Ends it between two tries; what is under way is for `work` to end. */
  readonly signal?: AbortSignal;
  /** What is worth another try. Default: isPassing. */
  readonly worthwhile?: (error: unknown) => boolean;
  /** Before each wait. */
  readonly onFailed?: (error: unknown) => void | Promise<void>;
  /** How it waits (RetryWaits of the engine, which a machine's waking up cuts short). Default: a timer. */
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** For what the system refuses for a moment only (too many open files, no thread): four tries with waits of 400 ms at most. */
export const FOR_A_MOMENT = { tries: 4, firstMs: 50, mostMs: 400 } as const;

/**
 * Does `work` until it succeeds. The loop is ours because the library's cannot be interrupted while it waits; its waits are the library's.
 * @throws what the last try threw: when it is not worth another, when tries or budget are used up, and after `signal`
 */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { tries = Number.POSITIVE_INFINITY, budgetMs = Number.POSITIVE_INFINITY, signal, worthwhile = isPassing, onFailed } = options;
  const { pause = plainPause } = options;
  const backoff = new Backoff(options);
  const begun = performance.now();
  const ended = () => signal?.aborted === true;
  for (let made = 1; ; made += 1) {
    try {
      return await work();
    } catch (error) {
      if (made >= tries || ended() || !worthwhile(error)) throw error;
      const wait = backoff.next(error);
      if (performance.now() - begun + wait > budgetMs) throw error;
      await onFailed?.(error);
      await pause(wait, signal);
      if (ended()) throw error;
    }
  }
}
