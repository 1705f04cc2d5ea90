// What a hostile program inside a session tries, as a process: node knock.ts <attempt.json> [pid]. Writes what came of it to
// the attempt's `out`. With a pid it first waits until that process is no longer its parent.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { connectHolder } from '../../../src-main/holder/client.ts';
import { connectMirror } from '../../../src-main/mirror/client.ts';

/** One attempt. A token of `own` is the one in the program's environment, null is none. */
export type Attempt =
  | { readonly at: 'engine'; readonly socket: string; readonly token: string | null; readonly path: string; readonly input: unknown }
  | { readonly at: 'holder'; readonly socket: string; readonly key: string }
  | { readonly at: 'mirror'; readonly socket: string; readonly childId: string };

export interface Outcome {
  /** Code of the refusal; null when there was none. */
  readonly refused: string | null;
  /** What was answered. */
  readonly answer: unknown;
}

async function atEngine(attempt: Extract<Attempt, { at: 'engine' }>): Promise<Outcome> {
  const token = attempt.token === 'own' ? (process.env.KIMI_SHELL_TOKEN ?? null) : attempt.token;
  const text = await new Promise<string>((resolve, reject) => {
    const call = request(
      {
        socketPath: attempt.socket,
        path: `/rpc/${attempt.path}`,
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
          // An event stream never ends: its first event is an answer.
          if (response.headers['content-type']?.includes('event-stream') === true && body.includes('data:')) response.destroy();
        });
        response.on('close', () => resolve(body));
        response.on('error', () => resolve(body));
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify({ json: attempt.input }));
  });
  if (!text.startsWith('{')) return { refused: null, answer: text };
  const { json } = JSON.parse(text) as { json?: { code?: string; data?: { code: string } } };
  return { refused: json?.code === 'KIMI' ? (json.data?.code ?? 'KIMI') : null, answer: json ?? null };
}

async function attemptIt(attempt: Attempt): Promise<Outcome> {
  switch (attempt.at) {
    case 'engine':
      return atEngine(attempt);
    case 'holder': {
      const client = await connectHolder(attempt.socket, attempt.key, 'engine');
      const answer = await client.list();
      client.close();
      return { refused: null, answer };
    }
    case 'mirror': {
      const client = await connectMirror(attempt.socket);
      const answer = await client.screen(attempt.childId, {});
      client.close();
      return { refused: null, answer };
    }
  }
}

const [, , file = '', parent] = process.argv;
// The session that started us may end before we are through.
process.on('SIGHUP', () => undefined);
await writeFile(`${file}.up`, '');
while (parent !== undefined && process.ppid === Number(parent)) await delay(5);
const { out, attempt } = JSON.parse(await readFile(file, 'utf8')) as { out: string; attempt: Attempt };
const outcome = await attemptIt(attempt).catch(
  (error: NodeJS.ErrnoException): Outcome => ({ refused: error.code ?? error.message, answer: null }),
);
await writeFile(`${out}.tmp`, JSON.stringify(outcome));
await rename(`${out}.tmp`, out);
