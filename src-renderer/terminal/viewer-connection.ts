import { KimiError } from '#shared/errors/kimi-error.ts';
import {
  decodeGateway,
  encodeViewer,
  GatewayHello,
  type GatewayMessage,
  type ViewerHello,
  type ViewerMessage,
  ViewerProtocolError,
} from '#shared/terminal/viewer-protocol.ts';

/** The good first message of a gateway. */
export type Welcome = Extract<GatewayHello, { ok: true }>;

/** Who listens to a viewer's connection. */
export interface ViewerListener {
  onWelcome(hello: Welcome): void;
  onMessage(message: GatewayMessage): void;
  /** The connection is over; after it nothing comes. `error` says why when the gateway did. */
  onClosed(error: KimiError | null): void;
}

/** One viewer's WebSocket to the terminal gateway: hello in JSON, everything after in binary. */
export class ViewerConnection {
  private readonly socket: WebSocket;
  private readonly listener: ViewerListener;
  private welcomed = false;
  private over = false;

  constructor(url: string, hello: ViewerHello, listener: ViewerListener) {
    this.listener = listener;
    this.socket = new WebSocket(url);
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('open', () => this.socket.send(JSON.stringify(hello)));
    this.socket.addEventListener('message', (event) => this.receive(event.data));
    this.socket.addEventListener('close', () => this.end(null));
  }

  /** Sends; false when the connection is not (or no longer) there, so that the caller can say that nothing arrived. */
  send(message: ViewerMessage): boolean {
    if (!this.welcomed || this.over || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(encodeViewer(message));
    return true;
  }

  /** Ends the connection; the listener hears nothing more. */
  close(): void {
    this.over = true;
    this.socket.close(1000);
  }

  private receive(data: unknown): void {
    if (this.over) return;
    try {
      if (typeof data === 'string') this.hello(data);
      else if (data instanceof ArrayBuffer) this.message(decodeGateway(new Uint8Array(data)));
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
    this.socket.close(1000);
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
