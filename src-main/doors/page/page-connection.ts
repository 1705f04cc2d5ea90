import type { Socket } from 'node:net';
import type { MinimalWebsocket, RPCHandler } from '@orpc/server/websocket';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { CallerLimits } from '../../engine/limits/index.ts';
import type { CallContext, Logger } from '../../engine/types.ts';
import type { Unread, UnreadWatch } from '../../gateway/unread-watch.ts';
import type { DoorContext } from '../rpc-handlers.ts';

/** Why the engine ended a page's connection: 4000 plus the HTTP status that says the same. */
export const CLOSE_CODES = {
  goingAway: 1001,
  tooBig: 1009,
  internal: 1011,
  malformed: 4400,
  unauthenticated: 4401,
  late: 4408,
  slow: 4413,
  crowded: 4429,
} as const;

/** `{"secret": …}` is about 60 bytes. Counted on the wire until the first message is complete. */
const FIRST_MESSAGE_BYTES = 4096;
/** From here on answers wait until the page has read what it was sent, so that a page that does not read fills no memory. */
const SEND_QUEUE_BYTES = 1024 * 1024;

/** A page answers a close at once, unless it is suspended or does not want to. */
const FAREWELL_MS = 500;

const FirstMessage = z.strictObject({ secret: z.string().min(1).max(200) });

type State =
  | { readonly kind: 'stranger' }
  /** The secret is being looked up; what comes meanwhile waits. */
  | { readonly kind: 'identifying'; readonly waiting: string[] }
  | { readonly kind: 'known'; readonly context: DoorContext }
  | { readonly kind: 'closed' };

export interface PageConnectionOptions {
  readonly socket: WebSocket;
  /** The socket under the WebSocket, whose bytes are counted until somebody has said who they are. */
  readonly raw: Socket;
  readonly firstMessageMs: number;
  readonly identify: (secret: string) => Promise<CallContext | null>;
  readonly handler: RPCHandler<DoorContext>;
  readonly limits: Pick<CallerLimits, 'connection' | 'request'>;
  readonly unread: UnreadWatch;
  readonly logger: Logger;
  readonly onIdentified: () => void;
  readonly onClosed: () => void;
}

/** One page's connection: first the secret, then the contract. */
export class PageConnection implements Unread {
  private readonly options: PageConnectionOptions;
  private readonly peer: MinimalWebsocket;
  /** Before the secret was shown: until when it must be; after the end: until when the other side may take note of it. */
  private deadline: NodeJS.Timeout;
  private state: State = { kind: 'stranger' };
  private strangerBytes = 0;
  /** Gives back this connection's place among those of its page. */
  private release: () => void = () => undefined;

  constructor(options: PageConnectionOptions) {
    this.options = options;
    const { socket, raw } = options;
    this.peer = { addEventListener: () => undefined, send: (data) => this.send(data) };
    this.deadline = setTimeout(() => this.end(CLOSE_CODES.late, 'no secret was shown in time'), options.firstMessageMs);
    raw.on('data', this.countStranger);
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    // ws closes the connection by itself after an error (a message over the limit is 1009); the close event follows.
    socket.on('error', (error) => options.logger.debug('page connection failed', { reason: error.message }));
    socket.on('close', () => this.closed());
  }

  get waiting(): number {
    return this.options.socket.bufferedAmount;
  }

  get taken(): number {
    const { raw } = this.options;
    return raw.bytesWritten - raw.writableLength;
  }

  cutOff(waiting: number): void {
    this.options.logger.warn('a connection was closed: nobody reads it', { door: 'page', waiting });
    this.end(CLOSE_CODES.slow, 'too much was waiting to be read');
  }

  /** The engine ends; the page connects again by itself. */
  goAway(): void {
    this.end(CLOSE_CODES.goingAway, 'the engine ends');
  }

  /** Its secret is good no longer. */
  revoke(): void {
    this.end(CLOSE_CODES.unauthenticated, 'the access of pages was ended');
  }

  private readonly countStranger = (chunk: Buffer): void => {
    if (this.state.kind !== 'stranger') {
      this.options.raw.off('data', this.countStranger);
      return;
    }
    this.strangerBytes += chunk.length;
    if (this.strangerBytes > FIRST_MESSAGE_BYTES) this.end(CLOSE_CODES.tooBig, 'the first message is the secret and nothing else');
  };

  private receive(data: RawData, isBinary: boolean): void {
    // The contract has no binary values, so its messages are text.
    if (isBinary) {
      this.end(CLOSE_CODES.malformed, 'messages are text');
      return;
    }
    const text = data.toString();
    switch (this.state.kind) {
      case 'stranger':
        this.identify(text);
        return;
      case 'identifying':
        this.state.waiting.push(text);
        return;
      case 'known':
        this.call(text, this.state.context);
        return;
      case 'closed':
        return;
    }
  }

  private identify(text: string): void {
    const first = Buffer.byteLength(text) > FIRST_MESSAGE_BYTES ? null : parseFirst(text);
    if (first === null) {
      this.end(CLOSE_CODES.malformed, 'the first message is {"secret": …}');
      return;
    }
    clearTimeout(this.deadline);
    const waiting: string[] = [];
    this.state = { kind: 'identifying', waiting };
    // Nothing more is read until we know who it is; what was read already waits.
    this.options.socket.pause();
    this.options.identify(first).then(
      (found) => {
        if (this.state.kind !== 'identifying') return;
        if (found === null) {
          this.end(CLOSE_CODES.unauthenticated, 'the secret is not known');
          return;
        }
        this.options.onIdentified();
        const context: DoorContext = {
          ...found,
          onRefused: (error) => {
            if (error.code === 'TOO_MANY_STREAMS') this.crowded();
          },
        };
        try {
          this.release = this.options.limits.connection(context);
        } catch {
          this.end(CLOSE_CODES.crowded, 'too many connections of one page');
          return;
        }
        this.state = { kind: 'known', context };
        for (const message of waiting) this.call(message, context);
        this.options.socket.resume();
      },
      (error: unknown) => {
        this.options.logger.error('a page could not be identified', { reason: String(error) });
        this.end(CLOSE_CODES.internal, 'the secret could not be looked up');
      },
    );
  }

  private call(text: string, context: DoorContext): void {
    let handled: () => void;
    try {
      handled = this.options.limits.request(context, text.length);
    } catch {
      this.end(CLOSE_CODES.crowded, 'too many bytes at once');
      return;
    }
    // Until the answer is out, or the stream that it opened is over; a stream's request is small.
    const answered = this.options.handler.message(this.peer, text, { context }).finally(handled);
    answered.catch((error: unknown) => {
      // Errors of procedures travel as answers; what comes here is no oRPC message, or a socket that went away under an answer.
      if (this.state.kind !== 'known') return;
      this.options.logger.warn('a message of a page was not understood', { reason: String(error) });
      this.end(CLOSE_CODES.malformed, 'not a message of the contract');
    });
  }

  /** The refusal is sent first, so that the page can say why; then the connection ends, which frees its streams. */
  private crowded(): void {
    setImmediate(() => this.end(CLOSE_CODES.crowded, 'too many event streams'));
  }

  private send(data: Parameters<MinimalWebsocket['send']>[0]): void | Promise<void> {
    const { socket } = this.options;
    if (socket.readyState !== socket.OPEN) return;
    const before = this.waiting;
    if (socket.bufferedAmount < SEND_QUEUE_BYTES) {
      socket.send(data as string);
      this.options.unread.handed(this, before);
      return;
    }
    return new Promise((resolve) => {
      socket.send(data as string, () => resolve());
      this.options.unread.handed(this, before);
    });
  }

  private end(code: number, reason: string): void {
    if (this.state.kind === 'closed') return;
    const { socket, raw } = this.options;
    this.state = { kind: 'closed' };
    clearTimeout(this.deadline);
    raw.off('data', this.countStranger);
    this.options.handler.close(this.peer);
    this.options.unread.forget(this);
    // A paused socket would never see the other side's close.
    socket.resume();
    socket.close(code, reason);
    this.deadline = setTimeout(() => socket.terminate(), FAREWELL_MS);
  }

  private closed(): void {
    clearTimeout(this.deadline);
    this.options.raw.off('data', this.countStranger);
    this.state = { kind: 'closed' };
    this.options.handler.close(this.peer);
    this.options.unread.forget(this);
    this.release();
    this.options.onClosed();
  }
}

function parseFirst(text: string): string | null {
  try {
    return FirstMessage.safeParse(JSON.parse(text)).data?.secret ?? null;
  } catch {
    // Not JSON: not a first message. What was sent may hold a secret, so it is not logged either.
    return null;
  }
}
