import { type CircuitBreakerPolicy, ConsecutiveBreaker, circuitBreaker, handleAll, type IBackoff, isBrokenCircuitError } from 'cockatiel';

/** So many failures in a row are no accident. */
const FAILURES = 5;
/** How long nobody tries then, ms. */
const OPEN_MS = 60_000;

export interface CircuitOptions<T> {
  /** Answers that are failures too, besides whatever is thrown. */
  readonly failed?: (answer: T) => boolean;
  /** ms, of a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * Spares what fails again and again, and whoever would wait for it: after 5 failures in a row it answers with the last one for 60 s, then
 * lets one caller try; the others wait for what that gives.
 */
export class Circuit<T> {
  readonly #policy: CircuitBreakerPolicy;

  constructor({ failed = () => false, now = () => performance.now() }: CircuitOptions<T> = {}) {
    const failures = handleAll.orWhenResult((answer) => failed(answer as T));
    this.#policy = circuitBreaker(failures, { breaker: new ConsecutiveBreaker(FAILURES), halfOpenAfter: { next: () => opened(now) } });
  }

  /** Does `work`, or answers as the last failure did while the circuit is open. @throws what `work` throws, or threw last */
  async run(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#policy.execute(work);
    } catch (error) {
      const last = this.#policy.lastFailure;
      if (!isBrokenCircuitError(error) || last === undefined) throw error;
      if ('value' in last) return last.value as T;
      throw last.error;
    }
  }
}

/** The library measures by the machine's clock, which people set: to it, the time that is left is all or nothing. */
function opened(now: () => number): IBackoff<unknown> {
  const until = now() + OPEN_MS;
  return {
    get duration() {
      return now() < until ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    next: () => opened(now),
  };
}
