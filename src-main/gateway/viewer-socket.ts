import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { encodeGateway, type GatewayHello, type GatewayMessage, VIEWER_CLOSE } from '#shared/terminal/viewer-protocol.ts';

/**
 * Bytes that may wait in this process for one viewer, besides the message that goes over it: twice what its credit lets it be behind,
 * because snapshots and resizes need no credit.
 */
export const UNREAD_BYTES = 16 * 1024 * 1024;
/** A viewer that takes nothing for so long is stopped or suspended; when it comes back it gets a fresh screen. */
const UNREAD_MS = 30_000;
/** One that still reads hears why within this time; any other is cut off. */
const FAREWELL_MS = 500;

/** The sending side of one viewer's connection. */
export class ViewerSocket {
  readonly #ws: WebSocket;
  readonly #raw: Socket;
  readonly #onSlow: (waiting: number) => void;
  #greeted = false;
  /** What the system had taken when this was looked at last, and since when it has taken no more; null while nothing waits. */
  #progress: { readonly taken: number; readonly since: number } | null = null;
  #ending: NodeJS.Timeout | null = null;

  /** @param onSlow it is closed, because nobody reads it */
  constructor(ws: WebSocket, raw: Socket, onSlow: (waiting: number) => void = () => undefined) {
    this.#ws = ws;
    this.#raw = raw;
    this.#onSlow = onSlow;
    ws.once('close', () => {
      if (this.#ending !== null) clearTimeout(this.#ending);
    });
  }

  /** Bytes that wait in this process. */
  get waiting(): number {
    return this.#ws.bufferedAmount;
  }

  /** Closes the connection when nobody reads it; called now and then while something waits. @param now monotonic, ms */
  look(now: number, unreadMs = UNREAD_MS): void {
    const taken = this.#raw.bytesWritten - this.#raw.writableLength;
    if (this.waiting === 0) this.#progress = null;
    else if (this.#progress === null || this.#progress.taken !== taken) this.#progress = { taken, since: now };
    else if (now - this.#progress.since >= unreadMs) this.#cutOff();
  }

  #cutOff(): void {
    if (this.#ending !== null) return;
    this.#onSlow(this.waiting);
    this.close(VIEWER_CLOSE.slow, 'nobody reads this');
    this.#ending = setTimeout(() => this.#ws.terminate(), FAREWELL_MS);
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
    // What waits for it is not its to read any more, and nobody waits until it has answered.
    this.#ending ??= setTimeout(() => this.#ws.terminate(), FAREWELL_MS);
    // A paused connection would never see the other side's close.
    this.#ws.resume();
  }

  /** A message that is encoded already; sent as it is, without a copy. */
  raw(bytes: Uint8Array): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.waiting > UNREAD_BYTES) this.#cutOff();
    else this.#ws.send(bytes, { binary: true });
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
