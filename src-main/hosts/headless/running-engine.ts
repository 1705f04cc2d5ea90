import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { socketPath } from '../../holder/endpoint.ts';
import { RPC_PREFIX } from './local/local-door.ts';

const ANSWER_WITHIN_MS = 5_000;
const Answer = z.object({ json: z.object({ url: z.url() }) });

/**
 * Asks the engine that already runs for this data folder for a fresh link to its page.
 * @throws KimiError ENGINE_UNREACHABLE
 */
export async function linkOfRunningEngine(dataFolder: string): Promise<string> {
  try {
    const token = (await readFile(join(dataFolder, 'owner.token'), 'utf8')).trim();
    const text = await post(socketPath(dataFolder, 'engine'), `${RPC_PREFIX}/system/link`, token);
    return Answer.parse(JSON.parse(text)).json.url;
  } catch (error) {
    throw new KimiError('ENGINE_UNREACHABLE', { dataFolder, reason: String(error) }, { cause: error });
  }
}

function post(socket: string, path: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const call = request({ socketPath: socket, path, method: 'POST', headers, timeout: ANSWER_WITHIN_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(`HTTP ${response.statusCode}`))));
      response.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', reject);
    call.end('{"json":{}}');
  });
}
