import type { SessionId } from '#shared/ids.ts';

/** Keys come some 100 ms apart; after a pause of this length nobody types any more (as in holder/paced-output.ts). */
const HANDS_MS = 500;

/** In which of a window's terminals somebody types. */
export class Hands {
  private readonly now: () => number;
  private session: SessionId | null = null;
  private lastAt = Number.NEGATIVE_INFINITY;

  /** @param now a steady clock, ms */
  constructor(now: () => number = performance.now.bind(performance)) {
    this.now = now;
  }

  /** A key was pressed, or something was pasted, in the session's terminal. */
  typed(session: SessionId): void {
    this.session = session;
    this.lastAt = this.now();
  }

  /** Whether somebody types at the moment, and in another terminal than this session's. */
  elsewhere(session: SessionId): boolean {
    return this.session !== null && this.session !== session && this.now() - this.lastAt < HANDS_MS;
  }
}
