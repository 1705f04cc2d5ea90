import type { WebSocket } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { encodeGateway, type GatewayHello, type GatewayMessage, VIEWER_CLOSE } from '#shared/terminal/viewer-protocol.ts';

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
      this.close(VIEWER_CLOSE.broken, 'the stream cannot go on');
    } else {
      this.hello({ ok: false, error: KimiError.from(error).toData() });
      this.close(VIEWER_CLOSE.refused, 'refused');
    }
  }

  /** Its ticket was revoked: says so and closes. */
  revoke(): void {
    const error = new KimiError('TICKET_REVOKED');
    if (this.#greeted) this.error(error);
    else this.hello({ ok: false, error: error.toData() });
    this.close(VIEWER_CLOSE.revoked, 'the access was ended');
    // A paused connection would never see the other side's close.
    this.#ws.resume();
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
