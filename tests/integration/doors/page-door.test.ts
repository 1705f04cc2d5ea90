import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket as Ws } from 'ws';
import { CALL_HEADER } from '#shared/call-id.ts';
import { goneAtTheOtherEnd, refusedUpgrade } from '../../support/refused-upgrade.ts';
import { builtPage } from './renderer.ts';
import { type Doors, dial, openDoors, secretOf } from './support.ts';

let page: Awaited<ReturnType<typeof builtPage>>;
let doors: Doors;
beforeEach(async () => {
  page = await builtPage();
  doors = await openDoors({ rendererFolder: page.folder });
});
afterEach(async () => {
  await doors.close();
  await page.remove();
});

interface SmallClient {
  system: {
    whoami(): Promise<unknown>;
    echo(input: { text: string }): Promise<{ length: number }>;
    refuse(): Promise<never>;
    events(input?: undefined, options?: { signal: AbortSignal }): Promise<AsyncIterable<{ type: string }>>;
  };
}

const clientOver = (socket: Ws) => createORPCClient(new RPCLink({ websocket: socket as unknown as WebSocket })) as unknown as SmallClient;

/** A page that has shown its secret. */
async function page1(secret?: string) {
  const shown = secret ?? (await secretOf(doors));
  const line = dial(doors);
  await line.opened;
  line.socket.send(JSON.stringify({ secret: shown }));
  return { ...line, client: clientOver(line.socket) };
}

test('a stranger that is refused and keeps its end open keeps nothing of ours', async () => {
  await goneAtTheOtherEnd(await refusedUpgrade(doors.port, '/rpc'));
});

describe('a page that shows its secret', () => {
  test('is the owner at a window, whatever it does in the same moment', async () => {
    const secret = await secretOf(doors);
    const line = dial(doors);
    await line.opened;
    const client = clientOver(line.socket);
    line.socket.send(JSON.stringify({ secret }));
    // Sent before the engine can have looked the secret up.
    const answers = await Promise.all([client.system.whoami(), client.system.echo({ text: 'four' })]);
    expect(answers).toEqual([{ kind: 'window', depth: 0, role: 'owner' }, { length: 4 }]);
  });

  test('may send messages up to the limit, and is cut off above it', async () => {
    const { client, closed } = await page1();
    await expect(client.system.echo({ text: 'x'.repeat(4_000_000) })).resolves.toEqual({ length: 4_000_000 });
    client.system.echo({ text: 'x'.repeat(5 * 1024 * 1024) }).catch((error: unknown) => error);
    expect((await closed).code).toBe(1009);
  });

  test('finds the name of its call in what it is refused, its own or one that the door made', async () => {
    const { client, socket } = await page1();
    const other = await page1();
    const named = (headers: Record<string, string>) =>
      createORPCClient(new RPCLink({ websocket: other.socket as unknown as WebSocket, headers })) as unknown as SmallClient;
    const own = named({ [CALL_HEADER]: 'cal_from-the-page' }).system.refuse();
    await expect(own).rejects.toMatchObject({ data: { code: 'DENIED', call: 'cal_from-the-page' } });
    await expect(client.system.refuse()).rejects.toMatchObject({
      data: { code: 'DENIED', call: expect.stringMatching(/^cal_[0-9a-f]{20}$/) },
    });
    socket.close();
    other.socket.close();
  });

  test('hears events as they happen', async () => {
    const { client, socket } = await page1();
    for await (const event of await client.system.events()) {
      expect(event.type).toBe('snapshot');
      break;
    }
    socket.close();
  });

  test('is cut off with 4429 at its 51st event stream, after it was told why', async () => {
    const { client, closed } = await page1();
    for (let i = 0; i < 50; i++) await client.system.events();
    await expect(client.system.events()).rejects.toMatchObject({ code: 'KIMI', status: 429, data: { code: 'TOO_MANY_STREAMS' } });
    expect(await closed).toMatchObject({ code: 4429 });
  });

  test('counts its streams over all its connections, and gets them back when one closes', async () => {
    const secret = await secretOf(doors);
    const first = await page1(secret);
    for (let i = 0; i < 50; i++) await first.client.system.events();
    const second = await page1(secret);
    await expect(second.client.system.events()).rejects.toMatchObject({ data: { code: 'TOO_MANY_STREAMS' } });
    expect((await second.closed).code).toBe(4429);
    first.socket.close();
    await first.closed;
    const third = await page1(secret);
    await expect(third.client.system.events()).resolves.toBeDefined();
  });

  test('and then talks nonsense is cut off', async () => {
    for (const nonsense of ['not json', '[]', '{"i":"1"}', 'null']) {
      const { socket, closed, client } = await page1();
      await client.system.whoami();
      socket.send(nonsense);
      expect((await closed).code, nonsense).toBe(4400);
    }
  });

  test('and then sends bytes is cut off: the contract is text', async () => {
    const { socket, closed } = await page1();
    socket.send(Buffer.from('{}'));
    expect((await closed).code).toBe(4400);
  });

  test('is told when the engine goes away', async () => {
    const { client, closed } = await page1();
    await client.system.whoami();
    doors.door.close();
    expect((await closed).code).toBe(1001);
  });
});

test('a page that does not take note of the end is not waited for', async () => {
  const { client, socket } = await page1();
  await client.system.whoami();
  socket.pause();
  const other = await openDoors({ rendererFolder: page.folder });
  const started = performance.now();
  await doors.close();
  expect(performance.now() - started).toBeLessThan(3_000);
  doors = other;
  socket.terminate();
});

test('when the access of pages is ended their connections end, also one whose secret is being looked up, and no other opens', async () => {
  const secret = await secretOf(doors);
  const open = await page1(secret);
  await open.client.system.whoami();
  const events = (await open.client.system.events())[Symbol.asyncIterator]();
  await events.next();
  const entering = dial(doors);
  await entering.opened;
  entering.socket.send(JSON.stringify({ secret }));
  await doors.access.revokePages();
  expect((await open.closed).code).toBe(4401);
  expect((await entering.closed).code).toBe(4401);
  expect((await (await page1(secret)).closed).code).toBe(4401);
});

describe('a stranger', () => {
  test('with a wrong secret is cut off with 4401', async () => {
    const { socket, opened, closed } = dial(doors);
    await opened;
    socket.send(JSON.stringify({ secret: 'w'.repeat(43) }));
    expect((await closed).code).toBe(4401);
  });

  test('whose messages behind a wrong secret are never carried out', async () => {
    const { socket, opened, closed } = dial(doors);
    await opened;
    const answers: unknown[] = [];
    socket.on('message', (data) => answers.push(data));
    socket.send(JSON.stringify({ secret: 'w'.repeat(43) }));
    socket.send(JSON.stringify({ i: '1', p: { u: '/system/whoami' } }));
    await closed;
    expect(answers).toEqual([]);
  });

  test.each([
    ['no JSON', 'hello'],
    ['no secret', '{}'],
    ['a secret that is no text', '{"secret":1}'],
    ['an empty secret', '{"secret":""}'],
    ['more than a secret', '{"secret":"x","role":"owner"}'],
    ['a call instead', '{"i":"1","p":{"u":"/system/whoami"}}'],
  ])('whose first message is %s is cut off with 4400', async (_what, message) => {
    const { socket, opened, closed } = dial(doors);
    await opened;
    socket.send(message);
    expect((await closed).code).toBe(4400);
  });

  test('that sends bytes first is cut off with 4400', async () => {
    const { socket, opened, closed } = dial(doors);
    await opened;
    socket.send(Buffer.from('{"secret":"x"}'));
    expect((await closed).code).toBe(4400);
  });

  test('that says nothing is cut off with 4408', async () => {
    const hasty = await openDoors({ rendererFolder: page.folder, firstMessageMs: 200 });
    try {
      expect((await dial(hasty).closed).code).toBe(4408);
    } finally {
      await hasty.close();
    }
  });

  test('with a huge first message is cut off before it is whole', async () => {
    const { socket, opened, closed } = dial(doors);
    await opened;
    socket.send(JSON.stringify({ secret: 'x'.repeat(4_000_000) }), () => undefined);
    expect((await closed).code).toBe(1009);
  });

  test('with a first message somewhat too long is cut off too', async () => {
    const { socket, opened, closed } = dial(doors);
    await opened;
    socket.send(JSON.stringify({ secret: 'x'.repeat(5000) }));
    expect([1009, 4400]).toContain((await closed).code);
  });

  test('is never one of more than 64', async () => {
    const lines = Array.from({ length: 64 }, () => dial(doors));
    await Promise.all(lines.map((line) => line.opened));
    expect(await dial(doors).refused).toEqual({ status: 429, code: 'TOO_MANY_STREAMS' });
    for (const line of lines) line.socket.close();
    await Promise.all(lines.map((line) => line.closed));
    await page1();
  });
});

describe('a WebSocket from elsewhere', () => {
  test.each(['http://evil.test', 'null', 'http://127.0.0.1:1'])('is refused by its Origin: %s', async (origin) => {
    expect(await dial(doors, { origin }).refused).toEqual({ status: 403, code: 'FOREIGN_ORIGIN' });
  });

  test('is refused without an Origin', async () => {
    expect(await dial(doors, {}).refused).toEqual({ status: 403, code: 'FOREIGN_ORIGIN' });
  });

  test('is refused by its Host, also when its Origin fits it', async () => {
    const host = `evil.test:${doors.port}`;
    expect(await dial(doors, { host, origin: `http://${host}` }).refused).toEqual({ status: 403, code: 'FOREIGN_HOST' });
  });

  test.each(['/', '/rpc/', '/terminal', '/rpc?x=1'])('is refused at %s', async (path) => {
    expect(await dial(doors, { origin: doors.origin }, path).refused).toEqual({ status: 404, code: 'NOT_FOUND' });
  });
});

test('no secret is in the log, whatever was sent', async () => {
  const secret = await secretOf(doors);
  const good = await page1(secret);
  await good.client.system.whoami();
  good.socket.send('nonsense');
  await good.closed;
  const bad = dial(doors);
  await bad.opened;
  bad.socket.send(`{"secret":"${secret}"`);
  await bad.closed;
  expect(doors.logger.lines.join('\n')).not.toContain(secret);
});
