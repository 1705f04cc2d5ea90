/**
 * The pauses between tries: of a holder that does not answer, a mirror or gateway that does not start. They grow, and a machine that
 * has slept is another one: what failed before may work now, so that no pause outlives a sleep.
 */
export class RetryWaits {
  readonly #open = new Set<() => void>();

  /** Resolves after `ms`, when `signal` is aborted, or when pauses are cut short, whichever comes first. */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#open.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      this.#open.add(done);
    });
  }

  /** Lets everything that waits try at once. */
  cutShort(): void {
    for (const done of [...this.#open]) done();
  }
}
