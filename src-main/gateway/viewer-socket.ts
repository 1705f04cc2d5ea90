import { KimiError } from '#shared/errors/kimi-error.ts';
import { VIEWER_CLOSE } from '#shared/terminal/viewer-close.ts';
import { encodeGateway, type GatewayHello, type GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import type { Unread, UnreadWatch } from './unread-watch.ts';
import type { ViewerChannel } from './viewer-channel.ts';

/** One that still reads hears why within this time; any other is cut off. */
const FAREWELL_MS = 500;

/** The sending side of one viewer's connection. */
export class ViewerSocket implements Unread {
  readonly #channel: ViewerChannel;
  readonly #unread: UnreadWatch;
  readonly #onSlow: (waiting: number) => void;
  #greeted = false;
  #ending: NodeJS.Timeout | null = null;

  /** @param onSlow it is closed, because nobody reads it */
  constructor(channel: ViewerChannel, unread: UnreadWatch, onSlow: (waiting: number) => void) {
    this.#channel = channel;
    this.#unread = unread;
    this.#onSlow = onSlow;
    channel.onClose(() => {
      unread.forget(this);
      if (this.#ending !== null) clearTimeout(this.#ending);
    });
  }

  get waiting(): number {
    return this.#channel.waiting;
  }

  get taken(): number {
    return this.#channel.taken;
  }

  cutOff(waiting: number): void {
    if (this.#ending !== null) return;
    this.#onSlow(waiting);
    this.close(VIEWER_CLOSE.slow, 'nobody reads this');
    this.#ending = setTimeout(() => this.#channel.terminate(), FAREWELL_MS);
  }

  /** The first message. */
  hello(hello: GatewayHello): void {
    this.#greeted = true;
    if (!this.#channel.open) return;
    const before = this.waiting;
    this.#channel.send(JSON.stringify(hello));
    this.#unread.handed(this, before);
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
    this.#ending ??= setTimeout(() => this.#channel.terminate(), FAREWELL_MS);
    // A paused connection would never see the other side's close.
    this.#channel.resume();
  }

  /** A message that is encoded already; sent as it is, without a copy. */
  raw(bytes: Uint8Array): void {
    if (!this.#channel.open) return;
    const before = this.waiting;
    this.#channel.send(bytes);
    this.#unread.handed(this, before);
  }

  send(message: GatewayMessage): void {
    this.raw(encodeGateway(message));
  }

  error(error: unknown): void {
    this.send({ type: 'error', json: JSON.stringify(KimiError.from(error).toData()) });
  }

  close(code: number, reason: string): void {
    this.#channel.close(code, reason);
  }
}
