import { HEARTBEAT_MS } from '#shared/contract/index.ts';
import type { CallerLimits, Counted } from '../limits/index.ts';
import type { Logger } from '../types.ts';
import type { Bus } from './bus.ts';
import type { EventLog } from './event-log.ts';
import { EventStream, type Patience, type Snapshot } from './event-stream.ts';

/**
 * A thousand events are about what a busy engine says in several minutes; one has at most some kilobytes, so 4 MiB are a thousand of
 * the largest. Who takes nothing for half a minute is stopped or suspended, and is sent what it missed when it comes back.
 */
const PATIENCE: Patience = { events: 1000, bytes: 4 * 1024 * 1024, ms: 30_000 };

/** What a reader asks for. */
export interface StreamRequest extends Counted {
  /** The last event that it has. */
  readonly after?: number;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

/** All open event streams. */
export interface EventStreams {
  /** @throws KimiError TOO_MANY_STREAMS */
  open(request: StreamRequest & { readonly onClosed?: () => void }): EventStream;
  /** Tells every reader to whom nothing is under way that the engine lives: now, rather than when the next heartbeat is due. */
  beat(): void;
  closeAll(): void;
}

export interface EventStreamsOptions {
  readonly bus: Bus;
  readonly log: Pick<EventLog, 'cannotResume' | 'page'>;
  readonly snapshot: () => Promise<Snapshot>;
  readonly limits: Pick<CallerLimits, 'stream'>;
  readonly logger: Logger;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly patience?: Patience;
  readonly heartbeatMs?: number;
}

/** Event streams over `bus`, each with a snapshot made by `snapshot` or what `log` has of the time it was away. */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { bus, log, snapshot, limits, logger, now, patience = PATIENCE, heartbeatMs = HEARTBEAT_MS } = options;
  const open = new Set<EventStream>();
  // One timer for all of them, and none while nobody listens.
  let heart: NodeJS.Timeout | null = null;
  const beat = () => {
    const at = now();
    for (const stream of [...open]) stream.beat(at);
  };

  return {
    open({ connection, caller, after, signal, onClosed }) {
      const release = limits.stream({ connection, caller });
      const stream = new EventStream({
        bus,
        log,
        patience,
        snapshot,
        ...(after === undefined ? {} : { after }),
        onSlow: (waiting) => logger.warn('an event stream was closed: nobody reads it', { connection, ...waiting }),
        onClosed: () => {
          signal?.removeEventListener('abort', abort);
          release();
          open.delete(stream);
          if (open.size === 0 && heart !== null) {
            clearInterval(heart);
            heart = null;
          }
          onClosed?.();
        },
      });
      const abort = () => stream.close();
      open.add(stream);
      heart ??= setInterval(beat, heartbeatMs);
      if (signal?.aborted) stream.close();
      else signal?.addEventListener('abort', abort);
      return stream;
    },
    beat,
    closeAll() {
      for (const stream of [...open]) stream.close();
    },
  };
}
