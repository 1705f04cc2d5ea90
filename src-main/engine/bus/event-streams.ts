import type { SessionInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Bus } from './bus.ts';
import { EventStream } from './event-stream.ts';

/** The limit: one caller may hold this many event streams open. */
export const STREAMS_PER_CONNECTION = 50;
/** About what a busy engine says in several minutes; a reader that is further behind does not read. */
const QUEUE_LIMIT = 1000;

/** All open event streams. */
export interface EventStreams {
  /** Opens a stream; `signal` ends it. @throws KimiError TOO_MANY_STREAMS */
  open(request: { readonly connection: string; readonly signal?: AbortSignal; readonly onClosed?: () => void }): EventStream;
  closeAll(): void;
}

/** Event streams over `bus`, each with a snapshot made by `snapshot`. */
export function createEventStreams(options: {
  readonly bus: Bus;
  readonly snapshot: () => Promise<readonly SessionInfo[]>;
  readonly perConnection?: number;
  readonly queueLimit?: number;
}): EventStreams {
  const { bus, snapshot, perConnection = STREAMS_PER_CONNECTION, queueLimit = QUEUE_LIMIT } = options;
  const open = new Map<string, Set<EventStream>>();

  return {
    open({ connection, signal, onClosed }) {
      const own = open.get(connection) ?? new Set<EventStream>();
      if (own.size >= perConnection) throw new KimiError('TOO_MANY_STREAMS', { limit: perConnection });
      const stream = new EventStream({
        bus,
        limit: queueLimit,
        snapshot,
        onClosed: () => {
          signal?.removeEventListener('abort', abort);
          own.delete(stream);
          if (own.size === 0) open.delete(connection);
          onClosed?.();
        },
      });
      const abort = () => stream.close();
      own.add(stream);
      open.set(connection, own);
      if (signal?.aborted) stream.close();
      else signal?.addEventListener('abort', abort);
      return stream;
    },
    closeAll() {
      for (const own of [...open.values()]) for (const stream of [...own]) stream.close();
    },
  };
}
