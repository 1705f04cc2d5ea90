import { KimiError } from '#shared/errors/kimi-error.ts';
import { ViewerHello } from '#shared/terminal/viewer-protocol.ts';
import type { ViewerChannel } from './viewer-channel.ts';

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
  #waiting: Uint8Array[] = [];
  #deliver: ((message: Uint8Array) => void) | null = null;

  constructor(channel: ViewerChannel) {
    this.hello = new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        uncount();
        unhear();
        act();
      };
      const refuse = (error: KimiError): void => settle(() => reject(error));
      const timer = setTimeout(() => refuse(new KimiError('TIMED_OUT', { what: 'hello' })), HELLO_MS);
      let arrived = 0;
      // The limit of later messages is a paste's; a stranger must not fill that much memory before it has shown a ticket.
      const uncount = channel.onBytes((bytes) => {
        arrived += bytes;
        if (arrived > LONGEST_HELLO + 1024) refuse(new KimiError('BODY_TOO_LARGE', { limit: LONGEST_HELLO }));
      });
      const unhear = channel.onMessage((message) =>
        settle(() => {
          channel.onMessage((next) => this.#next(next));
          try {
            resolve(parse(message));
          } catch (error) {
            reject(error);
          }
        }),
      );
      channel.onClose(() => refuse(new KimiError('TIMED_OUT', { what: 'hello' })));
    });
  }

  /** Hands over what has come since the hello, and everything from now on. */
  deliverTo(receiver: (message: Uint8Array) => void): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#deliver = receiver;
    for (const message of waiting) receiver(message);
  }

  #next(message: string | Uint8Array): void {
    // After the hello there is no text in the protocol: its first byte is then of no type that a viewer may say.
    const bytes = typeof message === 'string' ? Buffer.from(message) : message;
    if (this.#deliver !== null) this.#deliver(bytes);
    else this.#waiting.push(bytes);
  }
}

function parse(data: string | Uint8Array): ViewerHello {
  if (typeof data !== 'string') throw new KimiError('INVALID_INPUT', { field: 'hello', reason: 'the first message is a JSON text' });
  if (data.length > LONGEST_HELLO) throw new KimiError('BODY_TOO_LARGE', { limit: LONGEST_HELLO });
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (error) {
    throw new KimiError('INVALID_INPUT', { field: 'hello', reason: 'no JSON text' }, { cause: error });
  }
  const hello = ViewerHello.safeParse(value);
  if (hello.success) return hello.data;
  const issue = hello.error.issues[0];
  throw new KimiError('INVALID_INPUT', { field: `hello.${issue?.path.join('.') ?? ''}`, reason: issue?.message ?? 'invalid' });
}
