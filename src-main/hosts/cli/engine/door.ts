import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { socketPath } from '../../../holder/endpoint.ts';

/** Where the engine listens, and what to show it. */
export interface Door {
  readonly dataFolder: string;
  readonly socket: string;
  /** Inside a supervised child we are that agent, and starting engines is not ours. */
  readonly inChild: boolean;
  /** @throws KimiError ENGINE_UNREACHABLE | DENIED */
  token(): Promise<string>;
}

/** The door for this environment: a child's own when we run inside one, else the owner's. */
export function doorOf(dataFolder: string, env: Readonly<Record<string, string | undefined>>): Door {
  const { KIMI_SHELL_SOCKET: childSocket, KIMI_SHELL_TOKEN: childToken } = env;
  if (childToken !== undefined && childToken !== '') {
    const socket = childSocket === undefined || childSocket === '' ? socketPath(dataFolder, 'engine') : childSocket;
    return { dataFolder, socket, inChild: true, token: async () => childToken };
  }
  return { dataFolder, socket: socketPath(dataFolder, 'engine'), inChild: false, token: () => ownerToken(dataFolder) };
}

/** Whether somebody listens at the door. What they are is shown by what they answer. */
export function isOpen(door: Door): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(door.socket);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
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
