import type { EngineEvent } from '#shared/contract/index.ts';
import type { WindowId } from '#shared/ids.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import type { EngineConnection } from '../rpc/engine-connection.ts';
import { followEvents } from '../rpc/event-stream.ts';
import { CLOSE } from '../rpc/reconnect.ts';

// A stream that ends or fails while the connection lives is a hiccup of the engine; asking at once could spin.
const AGAIN_MS = 500;

/** Follows the engine's events for as long as there is a connection; one subscription for each. */
export class EventFeed {
  private readonly connection: EngineConnection;
  private readonly windowId: WindowId;
  private readonly apply: (event: EngineEvent) => void;
  /** The connection that is followed; a stream of an older one has ended with it. */
  private following: EngineClient | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(connection: EngineConnection, windowId: WindowId, apply: (event: EngineEvent) => void) {
    this.connection = connection;
    this.windowId = windowId;
    this.apply = apply;
  }

  /** Starts following; call when a connection has opened. */
  start(): void {
    this.stop();
    const { client } = this.connection;
    this.following = client;
    const apply = (event: EngineEvent) => {
      if (this.following === client) this.apply(event);
    };
    followEvents(client, this.windowId, apply).then(
      () => this.again(client),
      (thrown: unknown) => {
        if (this.following !== client) return;
        if (toKimiError(thrown).code === 'TOO_MANY_STREAMS') this.connection.drop(CLOSE.crowded);
        else this.again(client);
      },
    );
  }

  /** The connection has ended. */
  stop(): void {
    this.following = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private again(client: EngineClient): void {
    if (this.following !== client) return;
    this.timer = setTimeout(() => this.start(), AGAIN_MS);
  }
}
