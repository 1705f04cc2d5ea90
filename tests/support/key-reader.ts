import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model's server that answers everything in one word and remembers which keys it was shown. */
export interface KeyReader {
  /** What a provider of the type `openai` has as its base_url. */
  readonly url: string;
  /** The keys of the requests since the last call. */
  keys(): readonly string[];
  stop(): Promise<void>;
}

const chunk = (delta: object, end: string | null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: end }],
    ...(end === null ? {} : { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }),
  })}\n\n`;
/** An answer of a model, as it is streamed. */
export const ONE_WORD = `${chunk({ role: 'assistant', content: 'here' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`;

/** Starts one on a port of its own. */
export async function startKeyReader(): Promise<KeyReader> {
  let keys: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[]}');
      return;
    }
    keys.push((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(ONE_WORD);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    keys() {
      const seen = keys;
      keys = [];
      return seen;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
