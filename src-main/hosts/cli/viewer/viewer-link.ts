import WebSocket from 'ws';
import { KimiError, KimiErrorData } from '#shared/errors/kimi-error.ts';
import {
  decodeGateway,
  encodeViewer,
  GatewayHello,
  type GatewayMessage,
  VIEWER_PROTOCOL,
  type ViewerHello,
  type ViewerMessage,
} from '#shared/terminal/viewer-protocol.ts';

/** The gateway is on this machine and answers at once or not at all. */
const HELLO_WITHIN_MS = 10_000;

/** A connection to the terminal gateway. */
export interface ViewerLink {
  readonly firstAvailable: number;
  readonly end: number;
  send(message: ViewerMessage): void;
  /** Resolves when the connection is gone: null when the gateway said that all was sent, else why. */
  readonly closed: Promise<KimiError | null>;
  close(): void;
}

/** What the gateway closes with when the stream came to its end. */
const CLOSED_IN_ORDER = 1000;

/**
 * Connects to the gateway and shows the ticket. `onMessage` hears everything after the greeting, in order.
 * @throws KimiError what the gateway refused with, ENGINE_UNREACHABLE | TIMED_OUT
 */
export function openViewer(
  url: string,
  hello: Omit<ViewerHello, 'v' | 'follow' | 'scrollback'> & Partial<Pick<ViewerHello, 'follow' | 'scrollback'>>,
  onMessage: (message: GatewayMessage) => void,
): Promise<ViewerLink> {
  return new Promise((resolve, reject) => {
    // No compression: these are bytes between two processes of one machine.
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const greeting = setTimeout(() => fail(new KimiError('TIMED_OUT', { what: 'terminal gateway', ms: HELLO_WITHIN_MS })), HELLO_WITHIN_MS);
    let greeted = false;
    let told: KimiError | null = null;
    let closedWith: (reason: KimiError | null) => void;
    const closed = new Promise<KimiError | null>((done) => {
      closedWith = done;
    });

    function fail(error: KimiError): void {
      clearTimeout(greeting);
      socket.close();
      reject(error);
    }

    socket.on('open', () => socket.send(JSON.stringify({ v: VIEWER_PROTOCOL, ...hello })));
    socket.on('message', (data: Buffer, binary) => {
      if (greeted && binary) {
        const message = decodeGateway(data);
        if (message.type === 'error') told = errorOf(JSON.parse(message.json));
        onMessage(message);
        return;
      }
      if (greeted) return;
      const answer = GatewayHello.safeParse(parseJson(data));
      if (!answer.success) return fail(new KimiError('HOLDER_PROTOCOL', { reason: 'the gateway did not say hello' }));
      if (!answer.data.ok) return fail(errorOf(answer.data.error));
      greeted = true;
      clearTimeout(greeting);
      const { firstAvailable, end } = answer.data;
      resolve({
        firstAvailable,
        end,
        closed,
        send: (message) => {
          if (socket.readyState === socket.OPEN) socket.send(encodeViewer(message));
        },
        close: () => socket.close(),
      });
    });
    socket.on('error', (error) => {
      if (!greeted) fail(new KimiError('ENGINE_UNREACHABLE', { reason: error.message }, { cause: error }));
    });
    socket.on('close', (code) => {
      if (!greeted) fail(told ?? new KimiError('ENGINE_UNREACHABLE', { reason: `the terminal gateway closed with ${code}` }));
      closedWith(
        code === CLOSED_IN_ORDER ? null : (told ?? new KimiError('ENGINE_UNREACHABLE', { reason: 'the connection to the terminal broke' })),
      );
    });
  });
}

function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    // Not JSON is not a greeting, which is all that the caller asks.
    return undefined;
  }
}

function errorOf(value: unknown): KimiError {
  const parsed = KimiErrorData.safeParse(value);
  return parsed.success
    ? new KimiError(parsed.data.code, parsed.data.context)
    : new KimiError('INTERNAL', { reason: JSON.stringify(value) });
}
