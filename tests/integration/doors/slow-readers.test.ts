import { type IncomingMessage, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket as Ws } from 'ws';
import { until } from '../../support/until.ts';
import { builtPage } from './renderer.ts';
import { type Doors, dial, openDoors, secretOf } from './support.ts';

const MIB = 1024 * 1024;

let page: Awaited<ReturnType<typeof builtPage>>;
let doors: Doors;
beforeEach(async () => {
  page = await builtPage();
  // Short times, real sockets: nothing here reads from its end.
  doors = await openDoors({ rendererFolder: page.folder, unread: { bytes: 8 * MIB, ms: 300, everyMs: 50 } });
});
afterEach(async () => {
  await doors.close();
  await page.remove();
});

interface SmallClient {
  system: { echo(input: { text: string }): Promise<{ length: number }>; large(input: { bytes: number }): Promise<string> };
}

async function openPage() {
  const line = dial(doors);
  await line.opened;
  line.socket.send(JSON.stringify({ secret: await secretOf(doors) }));
  const client = createORPCClient(new RPCLink({ websocket: line.socket as unknown as WebSocket })) as unknown as SmallClient;
  return { ...line, client };
}

const cutOff = (door: string) =>
  until(`the ${door} connection was cut off`, () =>
    doors.logger.lines.find((line) => line.startsWith('a connection was closed') && line.includes(`"${door}"`)),
  );

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of this process that something still holds on to. */
function keptMemory(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What waited when it was cut off, as the log has it. */
const waitingIn = (line: string): number => Number(/"waiting":(\d+)/.exec(line)?.[1]);

/** Stops reading: what comes stays in the kernel, and what the kernel does not take stays with its sender. */
function stopReading(socket: Ws): void {
  socket.pause();
}

/** An open event stream of the owner at the local socket. */
function openStream(after?: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request({
      socketPath: doors.socket,
      path: '/rpc/system/events',
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${doors.access.ownerToken}` },
    });
    call.on('response', (response) => {
      response.on('error', () => undefined);
      resolve(response);
    });
    call.on('error', reject);
    call.end(JSON.stringify({ json: after === undefined ? {} : { after } }));
  });
}

test('a page that asks for much and reads none of it is closed before it fills memory; another one notices nothing', async () => {
  const [hungry, other] = [await openPage(), await openPage()];
  await hungry.client.system.echo({ text: 'there' });
  stopReading(hungry.socket);
  const before = keptMemory();
  // 400 MiB of answers, if they were kept.
  for (let i = 0; i < 100; i += 1) hungry.client.system.large({ bytes: 4 * MIB }).catch((error: unknown) => error);
  const line = await cutOff('page');
  expect(waitingIn(line)).toBeLessThan(8 * MIB + 4 * MIB + 1024);
  expect(await other.client.system.echo({ text: 'four' })).toEqual({ length: 4 });
  expect(keptMemory() - before).toBeLessThan(64 * MIB);
  hungry.socket.resume();
  // Who begins to read at once hears why; who does not finds the connection gone.
  expect([4413, 1006]).toContain((await hungry.closed).code);
  other.socket.close();
});

test('a page that leaves a little unread is closed when it takes nothing for its time', async () => {
  const stopped = await openPage();
  await stopped.client.system.echo({ text: 'there' });
  stopReading(stopped.socket);
  stopped.client.system.large({ bytes: 7 * MIB }).catch((error: unknown) => error);
  expect(waitingIn(await cutOff('page'))).toBeLessThan(8 * MIB);
  stopped.socket.resume();
  expect([4413, 1006]).toContain((await stopped.closed).code);
});

test('an event stream that is not read is closed with its connection, and goes on after its last event on the next', async () => {
  const stopped = await openStream();
  stopped.pause();
  const text = 'x'.repeat(8 * 1024);
  const before = keptMemory();
  for (let i = 0; i < 4_000; i += 1) doors.bus.publish({ type: 'notice', message: text, values: { i } });
  await doors.bus.idle();
  const closed = await until('the stream was closed', () =>
    doors.logger.lines.find((line) => line.startsWith('an event stream was closed')),
  );
  expect(Number(/"bytes":(\d+)/.exec(closed)?.[1])).toBeLessThanOrEqual(4 * MIB);
  await cutOff('local');
  expect(keptMemory() - before).toBeLessThan(64 * MIB);
  stopped.destroy();

  const next = await openStream(3_999);
  for await (const chunk of next) {
    expect(String(chunk)).toContain('"seq":4000');
    break;
  }
  next.destroy();
});
