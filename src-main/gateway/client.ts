import { type RawData, WebSocket } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import {
  decodeGateway,
  encodeViewer,
  GatewayHello,
  type GatewayMessage,
  VIEWER_PROTOCOL,
  type ViewerHello,
} from '#shared/terminal/viewer-protocol.ts';

/** Enough for full speed on a local connection, and 15 ms of parsing at most when a key is pressed. */
const USUAL_CREDIT = 1024 * 1024;
/** A gateway answers at once, unless the mirror is being started again. */
const GREETING_MS = 15_000;

export interface ViewerClientOptions {
  readonly url: string;
  readonly ticket: string;
  readonly mode: 'screen' | 'bytes';
  /** With `bytes` the first byte; with `screen` the one that the viewer has drawn everything before. */
  readonly from?: number;
  readonly to?: number;
  readonly follow?: boolean;
  readonly scrollback?: number;
  readonly size?: { readonly cols: number; readonly rows: number };
  /** Of a viewer that comes back: whether it led when its connection ended. */
  readonly led?: boolean;
  /** Bytes the gateway may send ahead. */
  readonly credit?: number;
  /**
   * Called for each message in order. When it returns, or when the promise it returned resolves, its data counts as digested
   * and as much credit is given back.
   */
  readonly onMessage: (message: GatewayMessage) => void | Promise<void>;
  /** Header for tests; a program that is no browser has none. */
  readonly origin?: string;
}

/** A connection to one terminal, for programs on Node (CLI, benchmarks, tests). */
export interface ViewerClient {
  readonly terminal: string;
  readonly rights: 'read' | 'write';
  readonly firstAvailable: number;
  /** End of the output when the gateway answered. */
  readonly end: number;
  /** The gateway ends: what is said from now on does not arrive. */
  readonly leaving: boolean;
  /** Sends key presses or a paste as one write. @returns false when the connection's buffer is full: wait for `drained` */
  input(bytes: Uint8Array): boolean;
  /** Resolves when what was sent has left this process. */
  drained(): Promise<void>;
  resize(cols: number, rows: number): void;
  /** This viewer's size counts and its terminal answers queries, from now on. */
  focus(): void;
  /** How the connection ended: code 1000 after all was sent, with `error` when the gateway said why it could not go on. */
  readonly closed: Promise<{ readonly code: number; readonly error: KimiError | null }>;
  close(): void;
}

// Above this the caller should wait: what is typed ahead must not pile up in memory.
const BUFFER_HIGH = 4 * 1024 * 1024;

/**
 * Connects to a terminal through the gateway.
 * @throws KimiError as the gateway refused (TICKET_INVALID, TICKET_EXPIRED, NOT_FOUND, FOREIGN_ORIGIN, …), ENGINE_UNREACHABLE when nobody listens
 */
export function connectViewer(options: ViewerClientOptions): Promise<ViewerClient> {
  return new Promise((resolve, reject) => {
    const { url, origin } = options;
    const ws = new WebSocket(url, { perMessageDeflate: false, ...(origin === undefined ? {} : { origin }) });
    const fail = (error: KimiError): void => {
      clearTimeout(timer);
      ws.terminate();
      reject(error);
    };
    const timer = setTimeout(() => fail(new KimiError('TIMED_OUT', { what: 'terminal gateway' })), GREETING_MS);
    const unreachable = (error: Error): void => fail(new KimiError('ENGINE_UNREACHABLE', { url, reason: error.message }, { cause: error }));
    const early = (): void => fail(new KimiError('ENGINE_UNREACHABLE', { url, reason: 'the connection was closed' }));
    ws.on('error', unreachable);
    ws.on('close', early);
    ws.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => fail(refusal(Buffer.concat(chunks).toString('utf8'), response.statusCode ?? 0)));
    });
    ws.on('open', () => ws.send(JSON.stringify(helloOf(options))));
    ws.once('message', (data: RawData) => {
      clearTimeout(timer);
      try {
        const hello = GatewayHello.parse(JSON.parse(String(data)));
        if (!hello.ok) return fail(KimiError.from(hello.error));
        ws.off('close', early);
        ws.off('error', unreachable);
        resolve(new Connection(ws, hello, options));
      } catch (error) {
        fail(new KimiError('INTERNAL', { reason: 'the gateway said something else than hello' }, { cause: error }));
      }
    });
  });
}

function helloOf({ ticket, mode, from, to, follow, scrollback, size, led, credit = USUAL_CREDIT }: ViewerClientOptions): ViewerHello {
  return {
    v: VIEWER_PROTOCOL,
    ticket,
    mode,
    credit,
    follow: follow ?? true,
    scrollback: scrollback ?? 1000,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(size === undefined ? {} : { size }),
    ...(led === undefined ? {} : { led }),
  };
}

function refusal(body: string, status: number): KimiError {
  try {
    return KimiError.from(JSON.parse(body));
  } catch (error) {
    return new KimiError('ENGINE_UNREACHABLE', { status }, { cause: error });
  }
}

class Connection implements ViewerClient {
  readonly terminal: string;
  readonly rights: 'read' | 'write';
  readonly firstAvailable: number;
  readonly end: number;
  readonly closed: ViewerClient['closed'];
  readonly #ws: WebSocket;
  readonly #onMessage: ViewerClientOptions['onMessage'];
  readonly #grantAt: number;
  #digested = 0;
  #error: KimiError | null = null;

  constructor(ws: WebSocket, hello: Extract<GatewayHello, { ok: true }>, { onMessage, credit = USUAL_CREDIT }: ViewerClientOptions) {
    this.terminal = hello.terminal;
    this.rights = hello.rights;
    this.firstAvailable = hello.firstAvailable;
    this.end = hello.end;
    this.#ws = ws;
    this.#onMessage = onMessage;
    this.#grantAt = credit / 4;
    this.closed = new Promise((resolve) => {
      ws.on('close', (code) => resolve({ code, error: this.#error }));
    });
    // The close event that follows says all there is to do.
    ws.on('error', () => ws.terminate());
    ws.on('message', (data: Buffer) => this.#message(decodeGateway(data)));
  }

  get leaving(): boolean {
    return this.#ws.readyState !== this.#ws.OPEN;
  }

  input(bytes: Uint8Array): boolean {
    this.#send(encodeViewer({ type: 'input', bytes }));
    return this.#ws.bufferedAmount < BUFFER_HIGH;
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      // An empty pong is handed to the connection after everything before it.
      this.#ws.pong('', true, () => resolve());
    });
  }

  resize(cols: number, rows: number): void {
    this.#send(encodeViewer({ type: 'resize', cols, rows }));
  }

  focus(): void {
    this.#send(encodeViewer({ type: 'focus' }));
  }

  close(): void {
    this.#ws.close(1000);
  }

  #send(bytes: Uint8Array): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(bytes);
  }

  #message(message: GatewayMessage): void {
    if (message.type === 'error') {
      this.#error = KimiError.from(JSON.parse(message.json));
      // Whatever was said so far arrives; from here on nothing is sent.
      if (this.#error.code === 'ENGINE_ENDING') this.#ws.close(1000);
    }
    const size = message.type === 'data' ? message.bytes.length : 0;
    const digesting = this.#onMessage(message);
    if (digesting === undefined) this.#digest(size);
    else
      digesting.then(
        () => this.#digest(size),
        (error: unknown) => {
          this.#error = KimiError.from(error);
          this.#ws.terminate();
        },
      );
  }

  #digest(size: number): void {
    this.#digested += size;
    if (this.#digested === 0 || this.#digested < this.#grantAt) return;
    this.#send(encodeViewer({ type: 'credit', bytes: this.#digested }));
    this.#digested = 0;
  }
}
