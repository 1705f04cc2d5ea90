import { HEARTBEAT_MS, type SessionInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Bus } from './bus.ts';
import type { EventLog } from './event-log.ts';
import { EventStream } from './event-stream.ts';

/** The limit: one caller may hold this many event streams open. */
export const STREAMS_PER_CONNECTION = 50;
/** About what a busy engine says in several minutes; a reader that is further behind does not read. */
const QUEUE_LIMIT = 1000;

/** What a reader asks for. */
export interface StreamRequest {
  readonly connection: string;
  /** The last event that it has. */
  readonly after?: number;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

/** All open event streams. */
export interface EventStreams {
  /** @throws KimiError TOO_MANY_STREAMS */
  open(request: StreamRequest & { readonly onClosed?: () => void }): EventStream;
  closeAll(): void;
}

export interface EventStreamsOptions {
  readonly bus: Bus;
  readonly log: Pick<EventLog, 'cannotResume' | 'page'>;
  readonly snapshot: () => Promise<readonly SessionInfo[]>;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly perConnection?: number;
  readonly queueLimit?: number;
  readonly heartbeatMs?: number;
}

/** Event streams over `bus`, each with a snapshot made by `snapshot` or what `log` has of the time it was away. */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { bus, log, snapshot, now, perConnection = STREAMS_PER_CONNECTION, queueLimit = QUEUE_LIMIT, heartbeatMs = HEARTBEAT_MS } = options;
  const open = new Map<string, Set<EventStream>>();
  // One timer for all of them, and none while nobody listens.
  let heart: NodeJS.Timeout | null = null;
  const beat = () => {
    const at = now();
    for (const own of open.values()) for (const stream of own) stream.beat(at);
  };

  return {
    open({ connection, after, signal, onClosed }) {
      const own = open.get(connection) ?? new Set<EventStream>();
      if (own.size >= perConnection) throw new KimiError('TOO_MANY_STREAMS', { limit: perConnection });
      const stream = new EventStream({
        bus,
        log,
        limit: queueLimit,
        snapshot,
        ...(after === undefined ? {} : { after }),
        onClosed: () => {
          signal?.removeEventListener('abort', abort);
          own.delete(stream);
          if (own.size === 0) open.delete(connection);
          if (open.size === 0 && heart !== null) {
            clearInterval(heart);
            heart = null;
          }
          onClosed?.();
        },
      });
      const abort = () => stream.close();
      own.add(stream);
      open.set(connection, own);
      heart ??= setInterval(beat, heartbeatMs);
      if (signal?.aborted) stream.close();
      else signal?.addEventListener('abort', abort);
      return stream;
    },
    closeAll() {
      for (const own of [...open.values()]) for (const stream of [...own]) stream.close();
    },
  };
}
