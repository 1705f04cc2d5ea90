import { readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectViewer } from '../../../src-main/gateway/client.ts';
import { asOwner } from '../../support/owner-client.ts';
import { processesMarked } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { type HostProcess, hostFolder } from './host-process.ts';

/** An end takes 5 s at most, then the last lines of the log; the rest is for a machine that other tests share. */
const END_MS = 5_000 + 1_000 + 2_000;

let host: Awaited<ReturnType<typeof hostFolder>>;
const sockets: Socket[] = [];
beforeAll(async () => {
  host = await hostFolder();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await host.reset();
});
afterAll(() => host.remove());

const log = () => readFile(join(host.folder, 'logs', 'engine.log'), 'utf8');

async function timedEnd(running: HostProcess): Promise<{ readonly code: number | null; readonly ms: number }> {
  const started = performance.now();
  running.child.kill('SIGTERM');
  const { code } = await running.exited;
  return { code, ms: performance.now() - started };
}

/** A client of the local socket that asks for the engine's events and never reads a byte of them. */
async function deafClient(): Promise<void> {
  const { socket } = JSON.parse(await readFile(join(host.folder, 'engine.json'), 'utf8')) as { socket: string };
  const token = (await readFile(join(host.folder, 'owner.token'), 'utf8')).trim();
  const client = connect(socket);
  sockets.push(client);
  client.pause();
  const body = '{"json":{}}';
  client.write(
    `POST /rpc/system/events HTTP/1.1\r\nhost: engine\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await new Promise<void>((resolve, reject) => client.once('connect', resolve).once('error', reject));
}

describe('an engine in which a call waits for a secret', () => {
  test('tells it at once that it ends, and does not wait for it', async () => {
    // No keychain: the store is a file, locked anew with each engine. The next test, or another try of this one, has none.
    onTestFinished(() => rm(join(host.folder, 'secrets.json'), { force: true }));
    const nobody = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(host.folder, 'no-bus')}` };
    const first = host.start([], nobody);
    await first.link;
    await asOwner(host.folder, async (client) => {
      await client.secret.unlock({ passphrase: 'correct horse battery', machine: false });
      await client.secret.set({ name: 'api', value: 'planted value 0001' });
    });
    const idle = await timedEnd(first);

    const running = host.start([], nobody);
    await running.link;
    const answer = asOwner(host.folder, (client) =>
      client.session.create({ name: 'waits', agent: 'shell', cwd: host.folder, env: { KEY: 'secret:api' } }),
    ).then(
      () => 'created',
      ({ data }: { readonly data: { readonly code: string; readonly retryable: boolean } }) => [data.code, data.retryable],
    );
    await until('it waits', async () =>
      (await asOwner(host.folder, (client) => client.secret.status({}))).waiting === 1 ? true : undefined,
    );
    const { code, ms } = await timedEnd(running);
    expect([code, await answer]).toEqual([0, ['ENGINE_ENDING', true]]);
    // An open call that is waited for costs a second more (ANSWER_MS); how long an end takes besides is the machine's.
    expect(ms - idle.ms).toBeLessThan(1_000);
  });
});

describe('an engine whose parts do not close', () => {
  test('ends in time: a stopped mirror and clients that read nothing are left behind, and what was done is there', async () => {
    const running = host.start();
    await running.link;
    const session = await asOwner(host.folder, (client) => client.session.create({ name: 'before', agent: 'shell', cwd: host.folder }));
    await deafClient();
    const { url, ticket } = await asOwner(host.folder, (client) => client.terminal.attach({ session: session.id }));
    // Takes nothing of what it is sent, and never answers that it has drawn it.
    const deaf = await connectViewer({ url, ticket, mode: 'screen', credit: 1024, onMessage: () => new Promise(() => undefined) });
    const mirror = await until('the mirror', async () =>
      (await processesMarked(host.folder)).find(({ command }) => command.includes('mirror.js')),
    );
    process.kill(mirror.pid, 'SIGSTOP');
    const renamed = asOwner(host.folder, (client) => client.session.rename({ session: session.id, name: 'after' }));
    expect((await renamed).name).toBe('after');

    const { ms } = await timedEnd(running);
    expect(ms).toBeLessThan(END_MS);
    await deaf.closed;
    expect(await log()).toMatch(/"message":"(ended|forced to end)"/);

    // The lock is free at once, and the state is complete.
    const next = host.start();
    await next.link;
    const sessions = await asOwner(host.folder, (client) => client.session.list({}));
    expect(sessions).toEqual([expect.objectContaining({ id: session.id, name: 'after' })]);
    expect(sessions[0]?.terminals[0]).toMatchObject({ id: session.terminals[0]?.id });
    await asOwner(host.folder, (client) => client.session.delete({ session: session.id, stop: true }));
  });

  test('ends at once at a second signal, and the lock is free', async () => {
    const running = host.start();
    await running.link;
    const mirror = await until('the mirror', async () =>
      (await processesMarked(host.folder)).find(({ command }) => command.includes('mirror.js')),
    );
    // A mirror that is stopped takes a second of the end: room for somebody who does not want to wait.
    process.kill(mirror.pid, 'SIGSTOP');
    running.child.kill('SIGTERM');
    await until('it is ending', async () => (await log()).includes('ending on a signal'));
    const asked = performance.now();
    await until('it is gone', () => {
      running.child.kill('SIGTERM');
      return running.child.exitCode !== null || running.child.signalCode !== null;
    });
    expect(performance.now() - asked).toBeLessThan(2_000);
    const next = host.start();
    await next.link;
    expect((await asOwner(host.folder, (client) => client.system.status({}))).engine.pid).toBe(next.pid);
  });
});
