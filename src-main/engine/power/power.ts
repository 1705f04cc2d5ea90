import type { PowerEvent } from '#shared/contract/index.ts';
import type { Logger } from '../types.ts';

export interface PowerOptions {
  /** What has to be done before the machine sleeps; the system waits a moment at most. */
  readonly suspending: () => Promise<void>;
  /** What is renewed once it is awake again. */
  readonly resumed: () => Promise<void>;
  readonly logger: Logger;
  /** ms since the epoch: the only clock that goes on while a machine sleeps. */
  readonly now: () => number;
}

/**
 * What the engine knows of its machine's sleep and of its locked screen. Only a desktop is told of them; without one nobody is ever
 * away. Each is harmless twice, and in any order: systems tell them late, doubled, or not at all.
 */
export class Power {
  readonly #o: PowerOptions;
  #asleepSince: number | null = null;
  #locked = false;

  constructor(options: PowerOptions) {
    this.#o = options;
  }

  /** Whether nobody can be looking at a window: it sleeps, or its screen is locked. */
  get away(): boolean {
    return this.#locked || this.#asleepSince !== null;
  }

  /** Does what an event asks for; resolves when it is done. Never rejects: what could not be renewed is logged, and tried again by itself. */
  async tell(event: PowerEvent): Promise<void> {
    const { logger, now, suspending, resumed } = this.#o;
    switch (event) {
      case 'suspend':
        this.#asleepSince ??= now();
        logger.info('the machine goes to sleep');
        await this.#attempt('before the sleep', suspending);
        return;
      case 'resume': {
        const since = this.#asleepSince;
        this.#asleepSince = null;
        logger.info('the machine is awake', since === null ? {} : { sleptMs: Math.max(0, now() - since) });
        await this.#attempt('after the sleep', resumed);
        return;
      }
      case 'lock':
        this.#locked = true;
        return;
      case 'unlock':
        this.#locked = false;
    }
  }

  /** The person used a window: whatever was told before, they are here. */
  personIsHere(): void {
    this.#locked = false;
    this.#asleepSince = null;
  }

  async #attempt(when: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#o.logger.warn(`something could not be done ${when}`, { reason: String(error) });
    }
  }
}
