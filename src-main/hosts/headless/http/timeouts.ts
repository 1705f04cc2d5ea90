import type { Server } from 'node:http';

/**
 * Keeps slow or idle connections from holding the server: a request line and headers have 10 s, the whole request 30 s (5 MB
 * over loopback take milliseconds), an idle connection 5 s. Responses may take as long as they like: event streams do.
 */
export function limitConnections(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.maxHeadersCount = 100;
  // Far more than the person's browsers, scripts and agents open, far less than what runs the process out of descriptors.
  server.maxConnections = 512;
}

/** Options for `createServer` that go with it: how often time-outs are checked (ms), and how large headers may be (bytes). */
export const SERVER_OPTIONS = { connectionsCheckingInterval: 2_000, maxHeaderSize: 16 * 1024 } as const;
