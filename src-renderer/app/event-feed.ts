import type { EngineEvent } from '#shared/contract/index.ts';
import type { WindowId } from '#shared/ids.ts';
import { toKimiError } from '../rpc/client.ts';
import type { EngineConnection } from '../rpc/engine-connection.ts';
import { followEvents } from '../rpc/event-stream.ts';
import { CLOSE } from '../rpc/reconnect.ts';

// A stream that ends or fails while the connection lives is a hiccup of the engine; asking at once could spin.
const AGAIN_MS = 500;

/** Follows the engine's events for as long as there is a connection; one subscription at a time. */
export class EventFeed {
  private readonly connection: EngineConnection;
  private readonly windowId: WindowId;
  private readonly apply: (event: EngineEvent) => void;
  private abort: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(connection: EngineConnection, windowId: WindowId, apply: (event: EngineEvent) => void) {
    this.connection = connection;
    this.windowId = windowId;
    this.apply = apply;
  }

  /** (Re)starts following; call when a connection has opened. */
  start(): void {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    followEvents(this.connection.client, this.windowId, this.apply, abort.signal).then(
      () => this.again(abort),
      (thrown: unknown) => {
        if (abort.signal.aborted) return;
        if (toKimiError(thrown).code === 'TOO_MANY_STREAMS') this.connection.drop(CLOSE.crowded);
        else this.again(abort);
      },
    );
  }

  stop(): void {
    this.abort?.abort();
    this.abort = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private again(abort: AbortController): void {
    if (abort.signal.aborted || this.connection.phase.kind !== 'open') return;
    this.timer = setTimeout(() => {
      if (this.connection.phase.kind === 'open') this.start();
    }, AGAIN_MS);
  }
}
