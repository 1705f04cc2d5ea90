import { KimiError } from '#shared/errors/kimi-error.ts';
import { VIEWER_CLOSE } from '#shared/terminal/viewer-close.ts';
import {
  decodeGateway,
  encodeViewer,
  GatewayHello,
  type GatewayMessage,
  type ViewerHello,
  type ViewerMessage,
  ViewerProtocolError,
} from '#shared/terminal/viewer-protocol.ts';
import type { Transport, ViewerWire } from '../rpc/transport.ts';

/** The good first message of a gateway. */
export type Welcome = Extract<GatewayHello, { ok: true }>;

/** Who listens to a viewer's connection. */
export interface ViewerListener {
  onWelcome(hello: Welcome): void;
  onMessage(message: GatewayMessage): void;
  /** The connection is over; after it nothing comes. `error` says why when the gateway did. */
  onClosed(error: KimiError | null): void;
}

/** Opens what a viewer speaks over. */
export type OpenWire = Transport['viewer'];

/** One viewer's connection to the terminal gateway: hello in JSON, everything after in binary. */
export class ViewerConnection {
  private readonly wire: ViewerWire;
  private readonly listener: ViewerListener;
  private welcomed = false;
  private over = false;

  constructor(open: OpenWire, url: string, hello: ViewerHello, listener: ViewerListener) {
    this.listener = listener;
    this.wire = open(url, {
      onOpen: () => this.wire.send(JSON.stringify(hello)),
      onMessage: (message) => this.receive(message),
      onClosed: (code) => this.end(code === VIEWER_CLOSE.revoked ? new KimiError('TICKET_REVOKED') : null),
    });
  }

  /** Sends; false when the connection is not (or no longer) there, so that the caller can say that nothing arrived. */
  send(message: ViewerMessage): boolean {
    return this.welcomed && !this.over && this.wire.send(encodeViewer(message));
  }

  /** Ends the connection; the listener hears nothing more. */
  close(): void {
    this.over = true;
    this.wire.close();
  }

  private receive(data: string | Uint8Array): void {
    if (this.over) return;
    try {
      if (typeof data === 'string') this.hello(data);
      else this.message(decodeGateway(data));
    } catch (error) {
      if (!(error instanceof ViewerProtocolError)) throw error;
      this.end(new KimiError('HOLDER_PROTOCOL', { reason: error.message }, { cause: error }));
    }
  }

  private message(message: GatewayMessage): void {
    const error = message.type === 'error' ? KimiError.from(parseJson(message.json)) : null;
    // What was sent so far arrives; what comes now is for the next connection.
    if (error?.code === 'ENGINE_ENDING') this.end(error);
    else this.listener.onMessage(message);
  }

  private hello(text: string): void {
    const parsed = GatewayHello.safeParse(parseJson(text));
    if (!parsed.success) {
      this.end(new KimiError('HOLDER_PROTOCOL', { reason: 'the gateway did not say hello' }));
    } else if (parsed.data.ok) {
      this.welcomed = true;
      this.listener.onWelcome(parsed.data);
    } else {
      this.end(KimiError.from(parsed.data.error));
    }
  }

  private end(error: KimiError | null): void {
    if (this.over) return;
    this.over = true;
    this.wire.close();
    this.listener.onClosed(error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
