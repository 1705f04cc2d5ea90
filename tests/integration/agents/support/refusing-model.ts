import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the model's server fails. */
export type Refusal =
  | { readonly status: number; readonly type: string; readonly message: string; readonly headers?: Readonly<Record<string, string>> }
  | 'reset';

/** A model's server that fails every request in the way it was told last, and counts them. */
export interface RefusingModel {
  readonly port: number;
  readonly requests: number;
  refuse(next: Refusal): void;
  stop(): Promise<void>;
}

export async function startRefusingModel(): Promise<RefusingModel> {
  let refusal: Refusal = 'reset';
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[]}');
      return;
    }
    requests += 1;
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
    refuse(next) {
      refusal = next;
      requests = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
