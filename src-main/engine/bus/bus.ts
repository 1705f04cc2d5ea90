import { ulid } from 'ulid';
import type { EngineEvent } from '#shared/contract/index.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What can happen in the engine, before it has its number. Snapshots are not events: each stream makes its own. */
export type NewEvent = Without<Exclude<EngineEvent, { type: 'snapshot' }>, 'seq'>;
/** An event as it happened. */
export type NumberedEvent = Exclude<EngineEvent, { type: 'snapshot' }>;

/** Where domains say what changed, and streams and other domains hear it. Delivery is in order and immediate. */
export interface Bus {
  /** Names this start of the engine: another epoch means that numbers begin again. */
  readonly epoch: string;
  /** Number of the newest event; 0 before the first. */
  readonly seq: number;
  publish(event: NewEvent): void;
  on(listener: (event: NumberedEvent) => void): () => void;
}

/** A bus of its own epoch. */
export function createBus(epoch: string = ulid()): Bus {
  const listeners = new Set<(event: NumberedEvent) => void>();
  let seq = 0;
  return {
    epoch,
    get seq() {
      return seq;
    },
    publish(event) {
      seq += 1;
      const numbered = { ...event, seq } as NumberedEvent;
      for (const listener of [...listeners]) listener(numbered);
    },
    on(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
