// Run by a Windows Node: server.ts <data folder> <folder> <answer file>. Has several programs connect to a named pipe at once while it
// looks away, and says whom the product takes each for.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { peerPidProblem } from '../../../src-main/holder/native.ts';
import { ancestry } from '../../../src-main/holder/peers/ancestry.ts';
import { peerPid } from '../../../src-main/holder/peers/peer-pid.ts';
import { Peers } from '../../../src-main/holder/peers/peers.ts';
import { CHILD_VARIABLE } from '../../../src-main/holder/process/mark.ts';
import { isAlive, startTimeOf } from '../../../src-main/holder/process/process-list.ts';

const [dataFolder = '', folder = '', answerFile = ''] = process.argv.slice(2);
const pipe = `\\\\.\\pipe\\kimi-shell-test-${process.pid}`;
const NAMES = ['outside', 'child', 'below', 'outside too'];
const GIVE_UP_MS = 20_000;

const peers = new Peers(dataFolder);
const sockets: Socket[] = [];
const answers: Promise<object>[] = [];
const { promise: all, resolve: allCame } = Promise.withResolvers<void>();
const { promise: orphan, resolve: orphanCame } = Promise.withResolvers<void>();
const server = createServer((socket) => {
  const pid = peerPid(socket);
  const origin = peers.originOf(socket);
  sockets.push(socket);
  answers.push(
    once(socket, 'data').then(async ([data]) => ({ said: JSON.parse(String(data)), pid, origin: await origin, again: peerPid(socket) })),
  );
  if (answers.length === NAMES.length) allCame();
  if (answers.length > NAMES.length) orphanCame();
});
server.listen(pipe);
await once(server, 'listening');

const start = (...args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, 'client.mjs'), pipe, ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
const outside = start('outside', folder);
const child = start('child', folder, 'below');
const outsideToo = start('outside too', folder);
await Promise.all([outside, child, outsideToo].map((one) => once(one, 'spawn')));
const name = { pid: child.pid ?? 0, startTime: (await startTimeOf(child.pid ?? 0)) ?? '' };
await mkdir(join(dataFolder, 'spool', 'trm_wine'), { recursive: true });
await writeFile(join(dataFolder, 'spool', 'trm_wine', 'process'), `${name.pid}\n${name.startTime}\n`);

for (const one of [outside, child, outsideToo]) one.stdin.write('go');
// All are connected before this thread hears of the first.
const waiting = new Int32Array(new SharedArrayBuffer(4));
const until = performance.now() + GIVE_UP_MS;
while (!NAMES.every((one) => existsSync(join(folder, one)))) {
  if (performance.now() > until) throw new Error('not all have connected');
  Atomics.wait(waiting, 0, 0, 5);
}
const before = answers.length;
await all;
// Somebody of a child's, marked, whose parent is gone.
const leaves = spawn(process.execPath, [join(import.meta.dirname, 'client.mjs'), pipe, 'middle', folder, 'orphan'], {
  stdio: ['pipe', 'ignore', 'ignore'],
  env: { ...process.env, [CHILD_VARIABLE]: 'trm_wine' },
});
leaves.stdin.write('go');
await Promise.all([orphan, once(leaves, 'exit')]);
const connected = await Promise.all(answers);
const [first] = sockets;
first?.destroy();
await writeFile(
  answerFile,
  JSON.stringify({
    problem: peerPidProblem(),
    before,
    connected,
    destroyed: first === undefined ? null : peerPid(first),
    server: process.pid,
    children: { outside: outside.pid, child: child.pid, 'outside too': outsideToo.pid },
    aboveServer: (await ancestry(process.pid)).map(({ pid }) => pid),
    alive: [await isAlive(name), await isAlive({ ...name, startTime: '1' })],
  }),
);
for (const socket of sockets) socket.destroy();
server.close();
