import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { ViewerHello } from '#shared/terminal/viewer-protocol.ts';

/** A viewer says hello as soon as it is connected. */
export const HELLO_MS = 5000;
/** A hello has some 600 bytes. */
export const LONGEST_HELLO = 64 * 1024;

/**
 * What a viewer says, in order and without loss: its hello first; what comes after that waits here until somebody takes it,
 * because several messages can arrive in one read.
 */
export class Inbox {
  /** @throws (rejects) KimiError TIMED_OUT when none comes, BODY_TOO_LARGE, INVALID_INPUT for anything that is no hello */
  readonly hello: Promise<ViewerHello>;
  readonly #ws: WebSocket;
  #waiting: Buffer[] = [];
  #deliver: ((message: Buffer) => void) | null = null;

  constructor(ws: WebSocket, connection: Socket) {
    this.#ws = ws;
    this.hello = new Promise((resolve, reject) => {
      const already = connection.bytesRead;
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        connection.off('data', count);
        ws.off('message', first);
        act();
      };
      const refuse = (error: KimiError): void => settle(() => reject(error));
      const timer = setTimeout(() => refuse(new KimiError('TIMED_OUT', { what: 'hello' })), HELLO_MS);
      // The limit of later messages is a paste's; a stranger must not fill that much memory before it has shown a ticket.
      const count = (): void => {
        if (connection.bytesRead - already > LONGEST_HELLO + 1024) refuse(new KimiError('BODY_TOO_LARGE', { limit: LONGEST_HELLO }));
      };
      const first = (data: Buffer, isBinary: boolean): void =>
        settle(() => {
          this.#ws.on('message', (message: Buffer) => this.#next(message));
          try {
            resolve(parse(data, isBinary));
          } catch (error) {
            reject(error);
          }
        });
      connection.on('data', count);
      ws.on('message', first);
      ws.once('close', () => refuse(new KimiError('TIMED_OUT', { what: 'hello' })));
    });
  }

  /** Hands over what has come since the hello, and everything from now on. */
  deliverTo(receiver: (message: Buffer) => void): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#deliver = receiver;
    for (const message of waiting) receiver(message);
  }

  #next(message: Buffer): void {
    if (this.#deliver !== null) this.#deliver(message);
    else this.#waiting.push(message);
  }
}

function parse(data: Buffer, isBinary: boolean): ViewerHello {
  if (isBinary) throw new KimiError('INVALID_INPUT', { field: 'hello', reason: 'the first message is a JSON text' });
  if (data.length > LONGEST_HELLO) throw new KimiError('BODY_TOO_LARGE', { limit: LONGEST_HELLO });
  let value: unknown;
  try {
    value = JSON.parse(data.toString('utf8'));
  } catch (error) {
    throw new KimiError('INVALID_INPUT', { field: 'hello', reason: 'no JSON text' }, { cause: error });
  }
  const hello = ViewerHello.safeParse(value);
  if (hello.success) return hello.data;
  const issue = hello.error.issues[0];
  throw new KimiError('INVALID_INPUT', { field: `hello.${issue?.path.join('.') ?? ''}`, reason: issue?.message ?? 'invalid' });
}
