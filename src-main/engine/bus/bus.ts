import type { Happening } from '#shared/contract/index.ts';
import type { Logger } from '../types.ts';
import type { EventLog, NewEvent } from './event-log.ts';

/** Most events that are written down in one go. */
const MOST_AT_ONCE = 500;

/**
 * Where domains say what changed, and streams hear it: in order, each event after it was written down, so that nobody knows of
 * one that the next engine does not.
 */
export interface Bus {
  /** Number of the newest event that listeners were told; 0 before the first. */
  readonly seq: number;
  publish(event: NewEvent): void;
  /** Tells listeners of the moment at once, and nobody later: for what is worth nothing once it is past. */
  mention(event: NewEvent): void;
  on(listener: (event: Happening) => void): () => void;
  /** Resolves when everything that was published so far was told. */
  idle(): Promise<void>;
}

/** A bus whose events are kept in `log`. */
export function createBus(log: Pick<EventLog, 'newest' | 'append'>, logger: Logger): Bus {
  const listeners = new Set<(event: Happening) => void>();
  const queue: NewEvent[] = [];
  let seq = log.newest;
  let telling: Promise<void> | null = null;

  async function keep(events: readonly NewEvent[]): Promise<readonly Happening[]> {
    try {
      return await log.append(events);
    } catch (error) {
      logger.error('events could not be kept', { count: events.length, reason: String(error) });
      return events.map((event) => ({ ...event, seq: null }));
    }
  }

  async function tell(): Promise<void> {
    while (queue.length > 0) {
      for (const event of await keep(queue.splice(0, MOST_AT_ONCE))) {
        seq = event.seq ?? seq;
        for (const listener of [...listeners]) listener(event);
      }
    }
    // In the same turn as the loop's last look, so that no event falls in between.
    telling = null;
  }

  return {
    get seq() {
      return seq;
    },
    publish(event) {
      queue.push(event);
      telling ??= Promise.resolve().then(tell);
    },
    mention(event) {
      for (const listener of [...listeners]) listener({ ...event, seq: null });
    },
    on(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async idle() {
      while (telling !== null) await telling;
    },
  };
}
