import { settlesWithin } from '#shared/settles-within.ts';
import type { Logger } from './types.ts';

/** Most that one part may take to close while others wait for their turn. */
const STEP_MS = 1000;
/** Even when the time is used up, each part gets this: most close at once, and the lock must be given back. */
const LEAST_MS = 50;

/** Closes what was opened, newest first, in bounded time. Each part is tried whatever the others do; what fails is logged. */
export class Cleanup {
  readonly #steps: { readonly name: string; readonly undo: () => void | Promise<void>; readonly mostMs: number }[] = [];
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @param mostMs most that it may take, for a part that loses something when it is left behind */
  add(name: string, undo: () => void | Promise<void>, mostMs = STEP_MS): void {
    this.#steps.push({ name, undo, mostMs });
  }

  /** Runs every step; one that is not done in time is left behind and said. */
  async run(totalMs: number): Promise<void> {
    const deadline = performance.now() + totalMs;
    for (const step of this.#steps.splice(0).reverse()) {
      const left = Math.max(LEAST_MS, Math.min(step.mostMs, deadline - performance.now()));
      try {
        const undoing = Promise.resolve(step.undo());
        if (!(await settlesWithin(undoing, left))) throw new Error(`not done after ${Math.round(left)} ms`);
        await undoing;
      } catch (error) {
        this.#logger.error('a part did not close', { part: step.name, reason: String(error) });
      }
    }
  }
}
