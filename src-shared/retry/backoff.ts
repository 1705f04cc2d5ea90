import { ExponentialBackoff, fullJitterGenerator, type IBackoff } from 'cockatiel';
import { KimiError } from '../errors/kimi-error.ts';

/** How waits grow, ms: the first is up to `firstMs`, each next one up to twice as much, none above `mostMs`. */
export interface BackoffTimes {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Waits between tries: exponential with full jitter, so that what failed together does not come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export class Backoff {
  readonly #schedule: ExponentialBackoff<number>;
  #at: IBackoff<unknown> | null = null;

  constructor({ firstMs, mostMs }: BackoffTimes) {
    this.#schedule = new ExponentialBackoff({ generator: fullJitterGenerator, initialDelay: firstMs, maxDelay: mostMs });
  }

  /** The next wait, ms; after an error that says how long to stay away never less than that. */
  next(error?: unknown): number {
    this.#at = this.#at === null ? this.#schedule.next() : this.#at.next(undefined);
    return retryAfterOf(error) + this.#at.duration;
  }

  /** What was waited for was there: the next wait is a first one again. */
  reset(): void {
    this.#at = null;
  }
}

/** How long an error wants its caller to stay away (Retry-After), ms; 0 when it does not say. */
export function retryAfterOf(error: unknown): number {
  const wanted = error instanceof KimiError ? error.context.retryAfterMs : undefined;
  return typeof wanted === 'number' && wanted > 0 ? wanted : 0;
}
