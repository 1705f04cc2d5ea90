import type { EngineEvent } from '../contract/index.ts';

/** Where a reader stands in the engine's events: it has everything up to `seq`, or nothing yet (null). */
export class EventPosition {
  #seq: number | null;

  constructor(seq: number | null = null) {
    this.#seq = seq;
  }

  get seq(): number | null {
    return this.#seq;
  }

  /**
   * Takes the next event of a stream: `apply` it, `ignore` it (seen before), or ask `again` from this position, because
   * something that should have come before it did not.
   */
  take(event: EngineEvent): 'apply' | 'ignore' | 'again' {
    switch (event.type) {
      case 'snapshot':
        this.#seq = event.seq;
        return 'apply';
      case 'reset':
        // Nothing that is known counts any more; a connection that breaks before the snapshot came begins from nothing.
        this.#seq = null;
        return 'apply';
      case 'heartbeat':
        return event.seq === this.#seq ? 'apply' : 'again';
      default:
        // One that could not be kept has no place; it is news all the same.
        if (event.seq === null) return 'apply';
        if (this.#seq === null) return 'again';
        if (event.seq <= this.#seq) return 'ignore';
        if (event.seq > this.#seq + 1) return 'again';
        this.#seq = event.seq;
        return 'apply';
    }
  }
}

export interface FollowOptions {
  /** Opens a stream that goes on after an event, or begins with the whole state. */
  readonly subscribe: (after: number | null) => Promise<AsyncIterable<EngineEvent>>;
  /** Where the reader stands; outlives connections, so that the next one goes on from there. */
  readonly position: EventPosition;
  readonly apply: (event: EngineEvent) => void | Promise<void>;
  /** From then on nothing is taken any more, although the stream may still have something. */
  readonly signal?: AbortSignal;
}

/**
 * Follows the engine's events until the stream ends (then it resolves) or breaks (then it rejects): each exactly once, in their
 * order. A hole in the numbers is filled by subscribing anew.
 */
export async function followEvents({ subscribe, position, apply, signal }: FollowOptions): Promise<void> {
  for (;;) {
    let again = false;
    for await (const event of await subscribe(position.seq)) {
      if (signal?.aborted) return;
      const verdict = position.take(event);
      again = verdict === 'again';
      if (again) break;
      if (verdict === 'apply') await apply(event);
    }
    if (!again || signal?.aborted) return;
  }
}
