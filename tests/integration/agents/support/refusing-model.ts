import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ONE_WORD } from '../../../support/key-reader.ts';

/** How the model's server fails. */
export type Refusal =
  | { readonly status: number; readonly type: string; readonly message: string; readonly headers?: Readonly<Record<string, string>> }
  | 'reset';

/** A model's server that fails requests in the way it was told last, and counts them. */
export interface RefusingModel {
  readonly port: number;
  readonly requests: number;
  /** Fails the next `times` requests (default: all that come); what comes after is answered. */
  refuse(next: Refusal, times?: number): void;
  stop(): Promise<void>;
}

/** Starts one on a port of its own. */
export async function startRefusingModel(): Promise<RefusingModel> {
  let refusal: Refusal = 'reset';
  let requests = 0;
  let failing = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[]}');
      return;
    }
    requests += 1;
    if (requests > failing) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(ONE_WORD);
      return;
    }
    if (refusal === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const { status, type, message, headers = {} } = refusal;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error: { message, type } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get requests() {
      return requests;
    },
    refuse(next, times = Number.POSITIVE_INFINITY) {
      refusal = next;
      failing = times;
      requests = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
