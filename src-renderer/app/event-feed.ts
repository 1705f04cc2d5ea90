import type { EngineEvent } from '#shared/contract/index.ts';
import { EventPosition, followEvents } from '#shared/events/follow.ts';
import type { WindowId } from '#shared/ids.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import type { EngineConnection } from '../rpc/engine-connection.ts';
import { CLOSE } from '../rpc/reconnect.ts';
import { SilenceWatch } from '../rpc/silence-watch.ts';

// A stream that ends or fails while the connection lives is a hiccup of the engine; asking at once could spin.
const AGAIN_MS = 500;

/**
 * Follows the engine's events for as long as there is a connection, each connection going on where the last one ended, so that
 * an engine that was restarted in between costs no event. An engine that says nothing is given up.
 */
export class EventFeed {
  private readonly connection: Pick<EngineConnection, 'client' | 'drop'>;
  private readonly windowId: WindowId;
  private readonly apply: (event: EngineEvent) => void;
  private readonly position = new EventPosition();
  private readonly silence = new SilenceWatch({ onSilent: (heardAt) => this.connection.drop(CLOSE.silent, heardAt) });
  /** Ends with the connection that is followed; a stream of an older one has ended with it. */
  private following: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(connection: Pick<EngineConnection, 'client' | 'drop'>, windowId: WindowId, apply: (event: EngineEvent) => void) {
    this.connection = connection;
    this.windowId = windowId;
    this.apply = apply;
  }

  /** A connection has opened: from now on the engine has to be heard. */
  opened(): void {
    this.silence.start();
  }

  /** Starts following; call when the window is ready for what comes. */
  start(): void {
    this.leave();
    const following = new AbortController();
    this.following = following;
    const { signal } = following;
    followEvents({
      subscribe: (after) => this.subscribe(this.connection.client, after),
      position: this.position,
      apply: (event) => {
        this.silence.heard();
        if (event.type !== 'heartbeat') this.apply(event);
      },
      signal,
    }).then(
      () => this.again(signal),
      (thrown: unknown) => {
        if (signal.aborted) return;
        if (toKimiError(thrown).code === 'TOO_MANY_STREAMS') this.connection.drop(CLOSE.crowded);
        else this.again(signal);
      },
    );
  }

  /** The connection has ended. */
  stop(): void {
    this.silence.stop();
    this.leave();
  }

  private subscribe(client: EngineClient, after: number | null): Promise<AsyncIterable<EngineEvent>> {
    return client.system.events({ window: this.windowId, ...(after === null ? {} : { after }) });
  }

  private leave(): void {
    this.following?.abort();
    this.following = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private again(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.timer = setTimeout(() => this.start(), AGAIN_MS);
  }
}
