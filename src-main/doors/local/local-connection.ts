import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CallerLimits, Counted } from '../../engine/limits/index.ts';
import type { Logger } from '../../engine/types.ts';
import type { Unread, UnreadWatch } from '../../gateway/unread-watch.ts';
import type { PeerOrigin } from '../../holder/peers/peers.ts';

/** A connection that is one too many hears so within this time. */
const ASKS_WITHIN_MS = 1_000;

export interface LocalConnectionOptions {
  readonly socket: Socket;
  /** Found out when a connection is made, not when it is used: its maker may end after handing it on. */
  readonly origin: Promise<PeerOrigin>;
  readonly limits: Pick<CallerLimits, 'connection'>;
  readonly unread: UnreadWatch;
  readonly logger: Logger;
}

/** One connection to the local socket: who made it, the one call that it may have at a time, and whether its answers are taken. */
export class LocalConnection implements Unread {
  readonly origin: Promise<PeerOrigin>;
  readonly #o: LocalConnectionOptions;
  #busy = false;
  #closed = false;
  #refusal: KimiError | null = null;
  #release: () => void = () => undefined;

  constructor(options: LocalConnectionOptions) {
    this.#o = options;
    const { socket, origin, logger } = options;
    this.origin = origin;
    origin.then(
      (found) => this.#count(found),
      // Whoever asks for it is told; a connection that never asks for anything needs no answer.
      (error: unknown) => logger.error('who connects could not be found out', { reason: String(error) }),
    );
    socket.once('close', () => {
      this.#closed = true;
      this.#release();
      options.unread.forget(this);
    });
  }

  get waiting(): number {
    return this.#o.socket.writableLength;
  }

  get taken(): number {
    return this.#o.socket.bytesWritten - this.#o.socket.writableLength;
  }

  cutOff(waiting: number): void {
    this.#o.logger.warn('a connection was closed: nobody reads it', { door: 'local', waiting });
    this.#o.socket.destroy();
  }

  /** A request begins; false when another one is still being answered. */
  begin(response: ServerResponse): boolean {
    if (this.#busy) return false;
    this.#busy = true;
    this.#o.unread.watch(this);
    response.once('close', () => {
      this.#busy = false;
      this.#o.unread.forget(this);
    });
    return true;
  }

  /** Why nothing is done for this connection; null when something is. Known once the origin is. */
  get refusal(): KimiError | null {
    return this.#refusal;
  }

  /** What is inside a session has its own few connections, so that the person's programs always find the door open. */
  #count(origin: PeerOrigin): void {
    const who = countedAs(origin);
    try {
      this.#release = this.#o.limits.connection(who);
    } catch (error) {
      this.#refuse(KimiError.from(error), who);
    }
    if (this.#closed) this.#release();
  }

  /**
   * The person's program is told, and can come back; it has a moment to ask. An agent's connection is cut off, because told one by one
   * they would fill the door.
   */
  #refuse(error: KimiError, { connection, caller }: Counted): void {
    const { socket, logger } = this.#o;
    logger.debug('a connection was refused', { caller: connection, reason: String(error) });
    if (caller.role === 'agent') {
      socket.destroy();
      return;
    }
    this.#refusal = error;
    const late = setTimeout(() => socket.destroy(), ASKS_WITHIN_MS);
    socket.once('close', () => clearTimeout(late));
  }
}

/** A program that cannot be looked at may be inside a session, so all such have an agent's few connections together. */
function countedAs(origin: PeerOrigin): Counted {
  switch (origin.kind) {
    case 'child':
      return { connection: `child:${origin.childId ?? 'unknown'}`, caller: { role: 'agent' } };
    case 'hidden':
      return { connection: 'hidden', caller: { role: 'agent' } };
    case 'outside':
    case 'untold':
      return { connection: 'outside', caller: { role: 'owner' } };
  }
}
