import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
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
  return {
    dataFolder,
    // Looked up each time: the next engine may have been started in another environment, which long paths' names depend on.
    get socket() {
      return recordedSocket(dataFolder) ?? socketPath(dataFolder, 'engine');
    },
    call,
    inChild: false,
    token: () => ownerToken(dataFolder),
  };
}

const Listening = z.object({ socket: z.string().min(1) });

/** Where the engine that ran last says that it listens; null when it says nothing that can be understood. */
function recordedSocket(dataFolder: string): string | null {
  try {
    return Listening.parse(JSON.parse(readFileSync(join(dataFolder, 'engine.json'), 'utf8'))).socket;
  } catch {
    // Missing or half written: then the usual place is asked.
    return null;
  }
}

/** An engine that does not even refuse within this time is as good as none, ms. */
const ANSWERS_WITHIN_MS = 5_000;

/** Whether an engine answers at the door within a few seconds. */
export async function isOpen(door: Door): Promise<boolean> {
  return (await knock(door, ANSWERS_WITHIN_MS)) === 'answers';
}

/** `closed`: nobody listens. `silent`: somebody does, and said nothing for as long as was waited. */
export type Knock = 'answers' | 'silent' | 'closed';

/** So many wait to be let in that the kernel takes no more: that passes in milliseconds where the engine is well. */
const FULL_AGAIN_MS = 50;

/**
 * Asks for an answer by a request that is refused (it shows no token): a connection alone is also accepted, by the kernel, for a
 * process that is stopped or being killed.
 */
export async function knock(door: Door, withinMs: number): Promise<Knock> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const heard = await knockOnce(door, Math.max(1, giveUpAt - performance.now()));
    if (heard !== 'full') return heard;
    if (performance.now() >= giveUpAt) return 'silent';
    await delay(FULL_AGAIN_MS);
  }
}

function knockOnce(door: Door, withinMs: number): Promise<Knock | 'full'> {
  return new Promise((resolve) => {
    const probe = request({ socketPath: door.socket, path: '/', timeout: withinMs, agent: false }, (response) => {
      response.resume();
      resolve('answers');
    });
    probe.once('timeout', () => {
      resolve('silent');
      probe.destroy();
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EAGAIN' ? 'full' : 'closed'));
    probe.once('close', () => resolve('closed'));
    probe.end();
  });
}

/** The error for an engine that is there and has not answered for `ms`. */
export async function engineIsSilent({ dataFolder }: Door, ms: number): Promise<KimiError> {
  return new KimiError('ENGINE_SILENT', { dataFolder, seconds: Math.round(ms / 1000), pid: await enginePid(dataFolder) });
}

const Running = z.object({ pid: z.number() });

/** Number of the engine's process, from the record that it keeps; null without one. */
export async function enginePid(dataFolder: string): Promise<number | null> {
  try {
    return Running.parse(JSON.parse(await readFile(join(dataFolder, 'engine.json'), 'utf8'))).pid;
  } catch {
    // Missing or half written: the error is told without the number.
    return null;
  }
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
