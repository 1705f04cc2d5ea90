import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Door } from '#main/hosts/cli/engine/door.ts';
import { EngineCalls } from '#main/hosts/cli/engine/engine-calls.ts';
import { newCallId } from '#shared/call-id.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { cannot, NO_DATABASE, NO_FILE, recovers, type Seam } from './types.ts';

async function doorIn(folder: string): Promise<Door> {
  return { dataFolder: folder, socket: join(folder, 'engine.sock'), call: newCallId(), inChild: false, token: async () => '' };
}

/** Asks an engine for something that changes nothing. */
async function ask(door: Door): Promise<unknown> {
  const calls = new EngineCalls(door, {
    start: false,
    installation: { hostEntry: null, nodeBinary: process.execPath, version: '1' },
    env: {},
  });
  try {
    return await calls.call(['system', 'status'], {});
  } finally {
    await calls.close();
  }
}

/** An engine that answers the first call with `fault`, and the next one as it should. */
async function secondTry(fault: (response: ServerResponse) => void): Promise<void> {
  const door = await doorIn(await tempFolder());
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'POST') return void response.writeHead(401).end();
    calls += 1;
    if (calls === 1) return fault(response);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"json":{"pid":7}}');
  });
  await new Promise<void>((done) => server.listen(door.socket, done));
  onTestFinished(() => void server.close());
  const answer = await ask(door);
  if ((answer as { pid: number }).pid !== 7 || calls !== 2) throw new Error(`after ${calls} calls: ${JSON.stringify(answer)}`);
}

function refusal(code: 'TOO_MANY_CALLS' | 'ENGINE_ENDING', context: ErrorContext): (response: ServerResponse) => void {
  const error = new KimiError(code, context);
  const body = { json: { defined: true, code: 'KIMI', status: error.status, message: code, data: error.toData() } };
  return (response) => void response.writeHead(error.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const STILL = `
  const server = require('node:http').createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end('{"json":{"pid":7}}');
  });
  server.listen({ path: process.argv[1], backlog: 1 }, () => {
    console.log('listens');
    process.stdin.once('data', () => {
      require('node:fs').writeSync(1, 'still\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.argv[2]));
    });
  });
`;

/** An engine in a process of its own that stands still for a while. */
async function standingStill(ms: number): Promise<Door> {
  const door = await doorIn(await tempFolder());
  const child = spawn(process.execPath, ['-e', STILL, door.socket, String(ms)], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  child.stdin.write('stand still\n');
  await once(lines, 'line');
  return door;
}

/** The kernel lets no more wait at its door (EAGAIN), until it goes on. */
async function queueFull(): Promise<void> {
  const door = await standingStill(700);
  const waiting: Socket[] = [];
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
  });
  for (let full = false; !full; ) {
    const socket = connect(door.socket);
    full = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(false));
      socket.once('error', () => resolve(true));
    });
    waiting.push(socket);
  }
  await ask(door);
}

/** One that is stopped for good: there is nothing to recover, but it must be told for what it is. */
async function stopped(): Promise<`told ${string}`> {
  try {
    await ask(await standingStill(2 ** 30));
  } catch (error) {
    return `told ${KimiError.from(error).code}`;
  }
  throw new Error('it answered');
}

export const commandToEngine: Seam = {
  name: 'command → engine',
  sources: ['hosts/cli/engine', 'hosts/cli/quick', 'engine/ownership', 'engine/background', 'doors', 'doors/local'],
  cells: {
    'time-out': { expected: 'told ENGINE_SILENT', passes: false, run: stopped },
    reset: recovers(() => secondTry((response) => void response.socket?.destroy())),
    '429': recovers(() => secondTry(refusal('TOO_MANY_CALLS', { retryAfterMs: 50 }))),
    '503': recovers(() => secondTry(refusal('ENGINE_ENDING', {}))),
    EAGAIN: recovers(queueFull),
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: NO_FILE,
    EMFILE: cannot('a command opens a dozen files'),
  },
};
