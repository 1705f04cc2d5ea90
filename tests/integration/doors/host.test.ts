import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket as Ws } from 'ws';
import type { Contract } from '#shared/contract/index.ts';
import { argumentsOf, hostFolder, startHost } from './host-process.ts';
import { http } from './support.ts';

let host: Awaited<ReturnType<typeof hostFolder>>;
const blockers: Server[] = [];
beforeAll(async () => {
  host = await hostFolder();
});
afterEach(async () => {
  for (const blocker of blockers.splice(0)) blocker.close();
  await host.reset();
});
afterAll(() => host.remove());

const portOf = (link: string) => Number(new URL(link).port);
const codeOf = (link: string) => new URL(link).hash.replace('#code=', '');
const engineRecord = async () =>
  JSON.parse(await readFile(join(host.folder, 'engine.json'), 'utf8')) as { pid: number; url: string; socket: string };
const ownerToken = async () => (await readFile(join(host.folder, 'owner.token'), 'utf8')).trim();

async function tradeFor(link: string): Promise<string> {
  const origin = new URL(link).origin;
  const answer = await http(
    { port: portOf(link) },
    {
      method: 'POST',
      path: '/api/trade',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ code: codeOf(link) }),
    },
  );
  return (answer.json() as { secret: string }).secret;
}

/** A page that was let in, as a client of the contract. */
async function enter(port: number, secret: string) {
  const socket = new Ws(`ws://127.0.0.1:${port}/rpc`, { headers: { origin: `http://127.0.0.1:${port}` } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ secret }));
  const client = createORPCClient(new RPCLink({ websocket: socket as unknown as WebSocket })) as ContractRouterClient<Contract>;
  return { client, close: () => socket.close() };
}

describe('a started host', () => {
  test('prints one link, which lets a page in as the owner', async () => {
    const running = host.start();
    const link = await running.link;
    expect(running.out().match(/#code=/g)).toHaveLength(1);
    const page = await enter(portOf(link), await tradeFor(link));
    expect(await page.client.system.whoami({})).toEqual({ kind: 'window', depth: 0, role: 'owner' });
    const status = await page.client.system.status({});
    expect(status).toMatchObject({ engine: { pid: running.pid, url: new URL(link).origin }, dataFolder: host.folder, demo: false });
    page.close();
  });

  test('serves the built page, which may connect to the gateway that is there', async () => {
    const link = await host.start().link;
    const index = await http({ port: portOf(link) });
    expect(index.status).toBe(200);
    const script = /src="\.?(\/assets\/[^"]+\.js)"/.exec(index.body.toString())?.[1];
    expect(script).toBeDefined();
    expect((await http({ port: portOf(link) }, { path: script! })).headers['content-type']).toContain('javascript');
    const { gateway } = JSON.parse(await readFile(join(host.folder, 'ports.json'), 'utf8')) as { gateway: number };
    expect(index.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${gateway};`);
  });

  test('keeps what it needs to itself: socket, token, log', async () => {
    await host.start().link;
    const { socket } = await engineRecord();
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    for (const name of ['owner.token', 'child-token.key', 'state.db', join('logs', 'engine.log')]) {
      expect((await stat(join(host.folder, name))).mode & 0o077, name).toBe(0);
    }
  });

  test('shows neither token nor code nor secret in its arguments or its log', async () => {
    const running = host.start([], { LOG_LEVEL: 'debug' });
    const link = await running.link;
    const secret = await tradeFor(link);
    const page = await enter(portOf(link), secret);
    await page.client.system.status({});
    const second = (await page.client.system.link({})).url;
    page.close();
    const token = await ownerToken();
    const seen = [await argumentsOf(running.pid), await readFile(join(host.folder, 'logs', 'engine.log'), 'utf8')].join('\n');
    for (const hidden of [codeOf(link), secret, codeOf(second), token]) expect(seen).not.toContain(hidden);
  });

  test('answers the owner at its local socket', async () => {
    await host.start().link;
    const { socket } = await engineRecord();
    const answer = await http(
      { socketPath: socket },
      {
        method: 'POST',
        path: '/rpc/system/whoami',
        headers: { authorization: `Bearer ${await ownerToken()}`, 'content-type': 'application/json' },
        body: '{"json":{}}',
      },
    );
    expect(answer.json()).toMatchObject({ json: { kind: 'cli', role: 'owner' } });
  });

  test('that nobody watches says when it is ready, and nothing that lets anybody in', async () => {
    const running = host.start(['--for', 'call']);
    await once(createInterface({ input: running.child.stdout! }), 'line');
    expect((await engineRecord()).url).not.toBeNull();
    running.child.kill('SIGTERM');
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(running.out()).toBe('ready\n');
    expect(running.complaints()).toBe('');
  });
});

describe.runIf(process.platform === 'linux')('a host that opens the browser', () => {
  test('shows it a file that is gone once the page came in', async () => {
    const bin = join(host.folder, 'bin');
    await mkdir(bin, { recursive: true });
    // The pipe is the receipt: reading it waits until the opener was called.
    const pipe = join(bin, 'called');
    await once(spawn('mkfifo', [pipe]), 'exit');
    await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > ${pipe}\n`, { mode: 0o700 });
    const running = host.start(['--open'], { PATH: `${bin}:${process.env.PATH}` });
    const link = await running.link;
    const file = await readFile(pipe, 'utf8');
    expect(await readFile(file, 'utf8')).toContain(link);
    const watcher = watch(file);
    const gone = once(watcher, 'change');
    await tradeFor(link);
    await gone;
    watcher.close();
    expect((await readdir(host.folder)).filter((name) => name.endsWith('.html'))).toEqual([]);
    await rm(bin, { recursive: true });
  });
});

describe('a host that ends', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('on %s does so in order, soon', async (signal) => {
    const running = host.start();
    const link = await running.link;
    const page = await enter(portOf(link), await tradeFor(link));
    // An open event stream must not hold it up.
    await page.client.system.events({});
    const started = performance.now();
    running.child.kill(signal);
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - started).toBeLessThan(5_000);
    await expect(engineRecord()).rejects.toMatchObject({ code: 'ENOENT' });
    const log = await readFile(join(host.folder, 'logs', 'engine.log'), 'utf8');
    expect(log.trim().split('\n').at(-1)).toContain('"message":"ended"');
  });

  test('because it was asked to, does so', async () => {
    const running = host.start();
    const link = await running.link;
    const page = await enter(portOf(link), await tradeFor(link));
    expect(await page.client.system.shutdown({})).toEqual({ pid: running.pid });
    expect(await running.exited).toEqual({ code: 0, signal: null });
  });

  test('or is killed, is back at the same address, and knows its pages', async () => {
    const first = host.start();
    const link = await first.link;
    const secret = await tradeFor(link);
    first.child.kill('SIGKILL');
    await first.exited;
    const again = await host.start().link;
    expect(new URL(again).origin).toBe(new URL(link).origin);
    expect(codeOf(again)).not.toBe(codeOf(link));
    const page = await enter(portOf(again), secret);
    expect(await page.client.system.whoami({})).toMatchObject({ kind: 'window' });
    page.close();
  });
});

describe('a port that is taken', () => {
  const block = (port: number) =>
    new Promise<number>((resolve) => {
      const blocker = createServer();
      blockers.push(blocker);
      blocker.listen(port, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port));
    });

  test('is left alone: the page goes to another one, with one line about it', async () => {
    const taken = await block(0);
    const running = host.start(['--port', String(taken)]);
    const port = portOf(await running.link);
    expect(port).not.toBe(taken);
    expect(
      running
        .out()
        .split('\n')
        .filter((line) => line.includes(String(taken))),
    ).toEqual([`Port ${taken} is taken; the page is at port ${port}.`]);
  });

  test('since last time is given up for good', async () => {
    const first = host.start();
    const before = portOf(await first.link);
    first.child.kill('SIGTERM');
    await first.exited;
    await block(before);
    const second = host.start();
    const after = portOf(await second.link);
    expect(after).not.toBe(before);
    expect(second.out()).toContain(`Port ${before} is taken`);
    second.child.kill('SIGTERM');
    await second.exited;
    expect(JSON.parse(await readFile(join(host.folder, 'ports.json'), 'utf8'))).toMatchObject({ page: after });
  });

  test('that is free is what --port gives', async () => {
    const free = await block(0);
    await new Promise((resolve) => blockers.pop()?.close(resolve));
    expect(portOf(await host.start(['--port', String(free)]).link)).toBe(free);
  });
});

describe('a second host on the same data folder', () => {
  test('says that there is one, gives a link to it, and leaves it alone', async () => {
    const first = host.start();
    const link = await first.link;
    const second = host.start();
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(second.complaints()).toBe('');
    expect(second.out()).toContain(`Kimi Shell runs already for ${host.folder} (process ${first.pid}).`);
    const other = await second.link;
    expect(new URL(other).origin).toBe(new URL(link).origin);
    const page = await enter(portOf(link), await tradeFor(other));
    expect((await page.client.system.status({})).engine.pid).toBe(first.pid);
    page.close();
  });

  test('that was asked for the demo says that the one that runs is none', async () => {
    await host.start().link;
    const second = host.start(['--demo']);
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(second.out()).toContain('It is not the demo.');
  });

  test('that was started by a program tells it the code', async () => {
    await host.start().link;
    const second = host.start(['--for', 'call']);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.complaints()).toMatch(/^ENGINE_ALREADY_RUNNING \{.*\}$/m);
  });
});

describe('a host that cannot start', () => {
  test('because of its arguments says so and ends with 2', async () => {
    const wrong = startHost(['--port', 'many']);
    expect((await wrong.exited).code).toBe(2);
    expect(wrong.complaints()).toContain('INVALID_INPUT');
    expect(wrong.complaints(), 'a person is told in words').not.toContain('{');
    expect(wrong.out()).toBe('');
  });

  test('because its data folder is a file says so and ends with 1', async () => {
    const file = join(host.folder, 'file');
    await writeFile(file, '');
    const wrong = startHost(['--data', file]);
    expect((await wrong.exited).code).toBe(1);
    expect(wrong.complaints()).toContain('DATA_FOLDER_UNWRITABLE');
    expect(wrong.complaints()).not.toContain('    at ');
  });

  test('says it in Chinese to who reads Chinese', async () => {
    const wrong = startHost(['--port', 'many'], { LANG: 'zh_CN.UTF-8' });
    await wrong.exited;
    expect(wrong.complaints()).toMatch(/[\u4e00-\u9fff]/);
  });

  test('because it was asked for help gives it', async () => {
    const help = startHost(['--help']);
    expect((await help.exited).code).toBe(0);
    expect(help.out()).toContain('--demo');
  });
});
