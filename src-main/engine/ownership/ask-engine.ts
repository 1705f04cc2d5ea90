import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';

const Answer = z.object({ json: z.unknown() });
const Refusal = z.object({ json: z.object({ data: z.unknown() }) });

/**
 * Asks the engine behind `socket` as the owner of its data folder, and gives what it answers, unchecked.
 * @param procedure path of the procedure, `system/status`
 * @throws KimiError the engine's own refusal, else ENGINE_UNREACHABLE with its reason: the system's code, `TIMED_OUT` for no answer in
 *   time, `HTTP 408` for an answer that is none of the contract's
 */
export async function askEngine(
  at: { readonly dataFolder: string; readonly socket: string },
  procedure: string,
  input: object,
  withinMs: number,
): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const token = (await readFile(join(at.dataFolder, 'owner.token'), 'utf8')).trim();
    ({ status, text } = await post(at.socket, `/rpc/${procedure}`, token, JSON.stringify({ json: input }), withinMs));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new KimiError('ENGINE_UNREACHABLE', { dataFolder: at.dataFolder, reason }, { cause: error });
  }
  const body = parsed(text);
  const answer = Answer.safeParse(body);
  if (status === 200 && answer.success) return answer.data.json;
  const refusal = Refusal.safeParse(body);
  if (refusal.success) throw KimiError.from(refusal.data.json.data);
  throw new KimiError('ENGINE_UNREACHABLE', { dataFolder: at.dataFolder, reason: `HTTP ${status}` });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A server that closes a connection over time answers without a body.
    return null;
  }
}

function post(
  socketPath: string,
  path: string,
  token: string,
  body: string,
  withinMs: number,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    // A limit on the whole: an engine that is stopped accepts, and then says nothing.
    const timer = setTimeout(() => call.destroy(Object.assign(new Error('no answer'), { code: 'TIMED_OUT' })), withinMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const call = request({ socketPath, path, method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text });
      });
      response.on('error', fail);
    });
    call.on('error', fail);
    call.end(body);
  });
}
