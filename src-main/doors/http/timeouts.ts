import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request line and headers: their sender has them whole before it connects. */
const HEADERS_MS = 10_000;
/** A whole request: 5 MB over loopback take milliseconds. */
const REQUEST_MS = 30_000;
/** A connection between two requests. */
const KEEP_ALIVE_MS = 5_000;

const TOO_LATE = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n';

/** The time-outs of one server, ms. */
export interface ConnectionTimes {
  readonly headersMs: number;
  readonly requestMs: number;
}

/**
 * Keeps slow or idle connections from holding the server. Responses may take as long as they like: event streams do. Node's own
 * check looks at all connections every so often, also when there is none, and would wake a machine at rest; here each connection
 * has a timer while something is expected of it.
 */
export function limitConnections(
  server: Server,
  { headersMs, requestMs }: ConnectionTimes = { headersMs: HEADERS_MS, requestMs: REQUEST_MS },
): void {
  const deadlines = new WeakMap<Duplex, NodeJS.Timeout>();
  const met = (socket: Duplex) => clearTimeout(deadlines.get(socket));
  const expect = (socket: Duplex, ms: number) => {
    met(socket);
    deadlines.set(
      socket,
      setTimeout(() => socket.end(TOO_LATE, () => socket.destroy()), ms),
    );
  };

  server.on('connection', (socket: Duplex) => {
    expect(socket, headersMs);
    socket.once('close', () => met(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    expect(socket, requestMs);
    // A request without a body is whole by the end of this turn, but says so only when somebody reads it.
    setImmediate(() => {
      if (request.complete) met(socket);
      else request.once('end', () => met(socket));
    });
    response.once('close', () => {
      if (!socket.destroyed && request.complete) expect(socket, KEEP_ALIVE_MS + headersMs);
    });
  });
  server.on('upgrade', (_request, socket: Duplex) => met(socket));
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = 100;
  // Far more than the person's browsers, scripts and agents open, far less than what runs the process out of descriptors.
  server.maxConnections = 512;
}

/** Options for `createServer` that go with it: Node's own check as seldom as it can be, ms, and how large headers may be, bytes. */
export const SERVER_OPTIONS = { connectionsCheckingInterval: 2 ** 31 - 1, maxHeaderSize: 16 * 1024 } as const;
