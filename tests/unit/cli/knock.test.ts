import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { type Door, knock } from '#main/hosts/cli/engine/door.ts';
import { newCallId } from '#shared/call-id.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A server with the shortest queue that stands still for a while once it listens, as a busy engine does. */
const SERVER = `
  const server = require('node:http').createServer((request, response) => response.end());
  server.listen({ path: process.argv[1], backlog: 1 }, () => {
    console.log('listens');
    process.stdin.once('data', () => {
      require('node:fs').writeSync(1, 'still\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.argv[2]));
    });
  });
`;

async function busyEngine(stillMs: number): Promise<Door> {
  const dataFolder = await tempFolder();
  const socket = join(dataFolder, 'engine.sock');
  const child: ChildProcess = spawn(process.execPath, ['-e', SERVER, socket, String(stillMs)], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout! });
  await once(lines, 'line');
  child.stdin?.write('stand still\n');
  await once(lines, 'line');
  return { dataFolder, socket, call: newCallId(), inChild: false, token: async () => '' };
}

/** Fills the queue until the kernel takes no more. */
async function fill(path: string): Promise<void> {
  const waiting: Socket[] = [];
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
  });
  for (;;) {
    const socket = connect(path);
    const full = await new Promise<boolean>((resolve, reject) => {
      socket.once('connect', () => resolve(false));
      socket.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EAGAIN' ? resolve(true) : reject(error)));
    });
    if (full) return;
    waiting.push(socket);
  }
}

it('an engine that has more at its door than the kernel lets wait is asked again, and answers', async () => {
  const door = await busyEngine(700);
  await fill(door.socket);
  expect(await knock(door, 10_000)).toBe('answers');
});

it('and is silent when it has let nobody in for as long as was waited', async () => {
  const door = await busyEngine(20_000);
  await fill(door.socket);
  const before = performance.now();
  expect(await knock(door, 300)).toBe('silent');
  expect(performance.now() - before).toBeGreaterThanOrEqual(300);
});
