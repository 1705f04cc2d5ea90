import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { EngineConnection } from '#renderer/rpc/engine-connection.ts';
import { CLOSE } from '#renderer/rpc/reconnect.ts';
import { SocketTransport } from '#renderer/rpc/socket-transport.ts';
import { contract } from '#shared/contract/index.ts';
import { cannot, NO_DATABASE, NO_FILE, recovers, type Seam } from './types.ts';

const whoami = implement(contract.system.whoami).handler(() => ({ kind: 'window' as const, depth: 0, role: 'owner' as const }));

interface Door {
  readonly port: number;
  /** Answers the next page that wants to connect like this, with 503. */
  refuseOnce(): void;
  /** The connections that are open. */
  readonly sockets: ReadonlySet<WebSocket>;
}

/** A real WebSocket door of an engine. */
async function door(): Promise<Door> {
  let refuse = false;
  const sockets = new WebSocketServer({ noServer: true });
  const handler = new RPCHandler({ system: { whoami } });
  sockets.on('connection', (socket) => socket.once('message', () => void handler.upgrade(socket, { context: {} })));
  const server: Server = createServer().on('upgrade', (request, socket, head) => {
    if (refuse) {
      refuse = false;
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
    } else sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    refuseOnce: () => {
      refuse = true;
    },
    sockets: sockets.clients,
  };
}

/** A window that is connected, loses its engine by `fault`, and is connected again. */
async function again(fault: (door: Door, connection: EngineConnection) => void): Promise<void> {
  const engine = await door();
  const transport = new SocketTransport({
    url: `ws://127.0.0.1:${engine.port}/rpc`,
    location: { hash: '', pathname: '/', search: '' },
    history: { replaceState: () => undefined },
    storage: { getItem: () => 'secret', setItem: () => undefined, removeItem: () => undefined },
    fetch,
  });
  const connection = new EngineConnection(transport, { now: Date.now, random: () => 0 });
  onTestFinished(() => connection.close());
  const phase = (open: boolean) =>
    new Promise<void>((done) => {
      const stop = connection.onPhase(({ kind }) => {
        if ((kind === 'open') !== open) return;
        stop();
        done();
      });
    });
  const first = phase(true);
  connection.open();
  await first;
  const lost = phase(false);
  const back = lost.then(() => phase(true));
  fault(engine, connection);
  await back;
}

function closeAll({ sockets }: Door, code?: number): void {
  for (const socket of sockets) {
    if (code === undefined) socket.terminate();
    else socket.close(code);
  }
}

export const windowToEngine: Seam = {
  name: 'window → engine',
  sources: [
    'doors/http',
    'doors/page',
    'hosts/headless',
    'hosts/electron',
    'hosts/electron/lifecycle',
    'hosts/electron/windows',
    'hosts/cli',
    'hosts/cli/attach',
    'hosts/cli/commands',
    'hosts/cli/output',
  ],
  cells: {
    'time-out': recovers(() => again((_, connection) => connection.drop(CLOSE.silent))),
    reset: recovers(() => again((engine) => closeAll(engine))),
    '429': recovers(() => again((engine) => closeAll(engine, CLOSE.crowded))),
    '503': recovers(() =>
      again((engine) => {
        engine.refuseOnce();
        closeAll(engine);
      }),
    ),
    EAGAIN: cannot('browsers do not tell it from a connection that is refused'),
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: NO_FILE,
    EMFILE: cannot('a page opens no files'),
  },
};
