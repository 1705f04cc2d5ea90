import type { AddressInfo } from 'node:net';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
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
  server.on('connection', (socket) => {
    socket.once('message', (data) => {
      if (JSON.parse(data.toString()).secret !== 'right') socket.close(4401);
      else void handler.upgrade(socket, { context: {} });
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
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

function connect(port: number, secret: string) {
  const stored = new Map([['kimi-shell.secret', secret]]);
  const connection = new EngineConnection(
    new SocketTransport({
      url: `ws://127.0.0.1:${port}/rpc`,
      location: { hash: '', pathname: '/', search: '' },
      history: { replaceState: () => undefined },
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
      fetch,
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
