import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { EngineConnection } from '#renderer/rpc/engine-connection.ts';
import type { Phase } from '#renderer/rpc/reconnect.ts';
import { SocketTransport } from '#renderer/rpc/socket-transport.ts';
import { contract } from '#shared/contract/index.ts';

const whoami = implement(contract.system.whoami).handler(() => ({ kind: 'window' as const, depth: 0, role: 'owner' as const }));

/** A real WebSocket door: the first message must be the secret, the rest is the contract. */
async function door(port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  await new Promise((resolve) => server.once('listening', resolve));
  const handler = new RPCHandler({ system: { whoami } });
  const came = Promise.withResolvers<WebSocket>();
  server.on('connection', (socket) => {
    came.resolve(socket);
    socket.once('message', (data) => {
      if (JSON.parse(data.toString()).secret !== 'right') socket.close(4401);
      else void handler.upgrade(socket, { context: {} });
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    /** The first page's connection. */
    came: came.promise,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
    drop: (code: number) => server.clients.forEach((socket) => void socket.close(code)),
  };
}

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

/** @param secret what the tab was given before */
function connect(port: number, secret: string | null, browser: { readonly hash?: string; readonly fetch?: typeof fetch } = {}) {
  const stored = new Map(secret === null ? [] : [['kimi-shell.secret', secret]]);
  const connection = new EngineConnection(
    new SocketTransport({
      url: `ws://127.0.0.1:${port}/rpc`,
      location: { hash: browser.hash ?? '', pathname: '/', search: '' },
      history: { replaceState: () => undefined },
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
      fetch: browser.fetch ?? fetch,
    }),
    { now: Date.now, random: () => 0 },
  );
  opened.unshift(connection);
  const until = (kind: Phase['kind']) =>
    new Promise<Phase>((resolve) => {
      if (connection.phase.kind === kind) resolve(connection.phase);
      const stop = connection.onPhase((phase) => {
        if (phase.kind !== kind) return;
        stop();
        resolve(phase);
      });
    });
  return { connection, until, stored };
}

describe('a connection over a real WebSocket', () => {
  it('shows its secret first and then calls the contract', async () => {
    const server = await door();
    opened.push(server);
    const { connection, until } = connect(server.port, 'right');
    connection.open();
    await until('open');
    expect(await connection.client.system.whoami({})).toMatchObject({ role: 'owner' });
  });

  it('gives up and forgets its secret when the engine does not know it', async () => {
    const server = await door();
    opened.push(server);
    const { connection, until, stored } = connect(server.port, 'wrong');
    connection.open();
    expect(await until('refused')).toEqual({ kind: 'refused', reason: 'secret' });
    expect(stored.has('kimi-shell.secret')).toBe(false);
  });

  it('comes back by itself when the engine is started again on its port', async () => {
    const first = await door();
    const { connection, until } = connect(first.port, 'right');
    connection.open();
    await until('open');
    await first.close();
    await until('lost');
    await expect(connection.client.system.whoami({}), 'what is drawn may ask for it').rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    const second = await door(first.port);
    opened.push(second);
    await until('open');
    expect(await connection.client.system.whoami({})).toMatchObject({ kind: 'window' });
  });

  it('knows an engine that has too many listeners', async () => {
    const server = await door();
    opened.push(server);
    const { connection, until } = connect(server.port, 'right');
    connection.open();
    await until('open');
    server.drop(4429);
    expect(await until('crowded')).toMatchObject({ attempt: 1 });
  });
});

describe('a page that comes by a link', () => {
  /** A page whose way to the engine is open, and whose link's code is being traded until `answer` is called. */
  async function arriving() {
    const server = await door();
    opened.push(server);
    const traded = Promise.withResolvers<Response>();
    let trades = 0;
    const trade = () => {
      trades += 1;
      return traded.promise;
    };
    const page = connect(server.port, null, { hash: '#code=once', fetch: trade });
    page.connection.open();
    const socket = await server.came;
    return {
      ...page,
      server,
      closed: once(socket, 'close'),
      answer: (response: Response) => traded.resolve(response),
      trades: () => trades,
    };
  }

  it('has its way to the engine open when the code is traded, and shows the secret then', async () => {
    const { connection, until, answer, trades } = await arriving();
    connection.open();
    expect(trades(), 'the code is good for one trade').toBe(1);
    const open = until('open');
    answer(Response.json({ secret: 'right' }));
    await open;
    expect(await connection.client.system.whoami({})).toMatchObject({ role: 'owner' });
  });

  it('takes its way back when the code is refused', async () => {
    const { until, answer, closed } = await arriving();
    const refused = until('refused');
    answer(Response.json({ code: 'LINK_CODE_USED' }, { status: 410 }));
    expect(await refused).toEqual({ kind: 'refused', reason: 'link-used' });
    await closed;
  });

  it('finds out that the engine went away while the code was traded, and tries again', async () => {
    const { server, until, answer, closed } = await arriving();
    server.drop(1001);
    await closed;
    const lost = until('lost');
    answer(Response.json({ secret: 'right' }));
    await lost;
    await until('open');
  });
});
