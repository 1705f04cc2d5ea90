import type { WebSocket } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { encodeGateway, type GatewayHello, type GatewayMessage } from '#shared/terminal/viewer-protocol.ts';

/** Why a connection is closed, as the viewer sees it (WebSocket close codes). */
export const CLOSE = {
  /** The stream has come to its end. */
  done: 1000,
  /** The gateway ends. */
  going: 1001,
  /** What the viewer said was not of the protocol, or not allowed. */
  refused: 1008,
  /** The stream cannot go on; the error message before says why. */
  broken: 1011,
} as const;

/** The sending side of one viewer's connection. */
export class ViewerSocket {
  readonly #ws: WebSocket;
  #greeted = false;

  constructor(ws: WebSocket) {
    this.#ws = ws;
  }

  /** The first message. */
  hello(hello: GatewayHello): void {
    this.#greeted = true;
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(JSON.stringify(hello));
  }

  /** Says why this viewer gets nothing (more), in the way it understands at this moment, and closes. */
  refuse(error: unknown): void {
    if (this.#greeted) {
      this.error(error);
      this.close(CLOSE.broken, 'the stream cannot go on');
    } else {
      this.hello({ ok: false, error: KimiError.from(error).toData() });
      this.close(CLOSE.refused, 'refused');
    }
  }

  /** A message that is encoded already; sent as it is, without a copy. */
  raw(bytes: Uint8Array): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(bytes, { binary: true });
  }

  send(message: GatewayMessage): void {
    this.raw(encodeGateway(message));
  }

  error(error: unknown): void {
    this.send({ type: 'error', json: JSON.stringify(KimiError.from(error).toData()) });
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
  }
}
