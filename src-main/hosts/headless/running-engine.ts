import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { SystemStatus } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { socketPath } from '../../holder/endpoint.ts';
import { RPC_PREFIX } from './local/local-door.ts';

const ANSWER_WITHIN_MS = 5_000;
const Link = z.object({ json: z.object({ url: z.url() }) });
const Status = z.object({ json: SystemStatus });

/** The engine that runs already, and a fresh link to its page. */
export interface RunningEngineFacts {
  readonly link: string;
  readonly pid: number;
  readonly demo: boolean;
}

/**
 * Asks the engine that already runs for this data folder what it is and for a link.
 * @throws KimiError ENGINE_UNREACHABLE
 */
export async function askRunningEngine(dataFolder: string): Promise<RunningEngineFacts> {
  try {
    const token = (await readFile(join(dataFolder, 'owner.token'), 'utf8')).trim();
    const ask = (path: string) => post(socketPath(dataFolder, 'engine'), `${RPC_PREFIX}/${path}`, token);
    const { engine, demo } = Status.parse(JSON.parse(await ask('system/status'))).json;
    const link = Link.parse(JSON.parse(await ask('system/link'))).json.url;
    return { link, pid: engine.pid, demo };
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
