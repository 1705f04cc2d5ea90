import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { type CallId, newCallId } from '#shared/call-id.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { socketPath } from '../../../holder/endpoint.ts';

/** Where the engine listens, and what to show it. */
export interface Door {
  readonly dataFolder: string;
  readonly socket: string;
  /** The name of all that this command asks, in every log. */
  readonly call: CallId;
  /** Inside a supervised child we are that agent, and starting engines is not ours. */
  readonly inChild: boolean;
  /** @throws KimiError ENGINE_UNREACHABLE | DENIED */
  token(): Promise<string>;
}

/** The door for this environment: a child's own when we run inside one, else the owner's. */
export function doorOf(dataFolder: string, env: Readonly<Record<string, string | undefined>>): Door {
  const call = newCallId();
  const { KIMI_SHELL_SOCKET: childSocket, KIMI_SHELL_TOKEN: childToken } = env;
  if (childToken !== undefined && childToken !== '') {
    const socket = childSocket === undefined || childSocket === '' ? socketPath(dataFolder, 'engine') : childSocket;
    return { dataFolder, socket, call, inChild: true, token: async () => childToken };
  }
  return { dataFolder, socket: socketPath(dataFolder, 'engine'), call, inChild: false, token: () => ownerToken(dataFolder) };
}

/** An engine that does not even refuse within this time is as good as none, ms. */
const ANSWERS_WITHIN_MS = 5_000;

/**
 * Whether an engine answers at the door. Asked by a request that is refused (it shows no token): a connection alone is also
 * accepted, by the kernel, for a process that is being killed.
 */
export function isOpen(door: Door): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ socketPath: door.socket, path: '/', timeout: ANSWERS_WITHIN_MS, agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    probe.once('timeout', () => probe.destroy());
    probe.once('error', () => resolve(false));
    probe.once('close', () => resolve(false));
    probe.end();
  });
}

async function ownerToken(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'owner.token');
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new KimiError('ENGINE_UNREACHABLE', { dataFolder }, { cause: error });
    throw new KimiError('DENIED', { reason: `${path}: ${code}` }, { cause: error });
  }
}
