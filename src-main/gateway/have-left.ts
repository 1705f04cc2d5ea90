import { settlesWithin } from '#shared/settles-within.ts';
import type { ViewerChannel } from './viewer-channel.ts';

/** A viewer that was asked to leave. */
export interface Leaving {
  /** Resolves when it has left. */
  readonly left: Promise<void>;
  readonly onBytes: ViewerChannel['onBytes'];
}

/**
 * Waits until viewers that were asked to leave have left. What they said before they heard it may still be on its way, for longer the more
 * it is and the busier the machine: they are waited for until nothing has come from any of them for `quietMs`, and for `mostMs` at most.
 */
export async function haveLeft(viewers: readonly Leaving[], { quietMs, mostMs }: Record<'quietMs' | 'mostMs', number>): Promise<void> {
  const left = Promise.all(viewers.map((viewer) => viewer.left));
  let heardAt = performance.now();
  const deadline = heardAt + mostMs;
  const hearers = viewers.map((viewer) =>
    viewer.onBytes(() => {
      heardAt = performance.now();
    }),
  );
  for (let wait = quietMs; wait > 0; wait = Math.min(heardAt + quietMs, deadline) - performance.now()) {
    if (await settlesWithin(left, wait)) break;
  }
  for (const stop of hearers) stop();
}
