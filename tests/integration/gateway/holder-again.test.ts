import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../support/until.ts';
import { Terminals } from './terminals.ts';

/** A way to a holder that can be interrupted, as a socket of its own. */
async function interruptible(holderSocket: string, path: string) {
  const open = new Set<Socket>();
  const server = createServer((here) => {
    const there = connect(holderSocket);
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      open.add(one);
      one.on('error', () => one.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  const interrupt = () => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  onTestFinished(() => {
    interrupt();
    server.close();
  });
  return interrupt;
}

test('a viewer that comes after the way to the holder broke has its size, although another one has not noticed yet', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat('echo ready');
  const holderSocket = join(terminals.dataFolder, 'way.sock');
  const interrupt = await interruptible(terminals.holderSocket, holderSocket);
  const ticket = () => terminals.ticket(childId, { holderSocket });

  // It takes what comes and hears of no end, like a tab that is frozen.
  const frozen = new WebSocket(terminals.gateway.url, { perMessageDeflate: false });
  onTestFinished(() => frozen.terminate());
  await once(frozen, 'open');
  const size = { cols: 60, rows: 20 };
  frozen.send(JSON.stringify({ v: 1, ticket: ticket(), mode: 'screen', credit: 65_536, size }));
  await until('its size is the terminal’s', async () => (await terminals.holder.list())[0]?.cols === 60);
  frozen.pause();
  const other = await terminals.connect(childId, { ticket: ticket(), size: { cols: 70, rows: 20 } });
  await until('so is the other one’s', async () => (await terminals.holder.list())[0]?.cols === 70);

  interrupt();
  expect(await other.closed).toMatchObject({ error: { code: 'HOLDER_UNREACHABLE' } });
  // It did not lead when it was cut off, as far as it knows; but nobody else is there to lead.
  const back = await terminals.attach(childId, { ticket: ticket(), size: { cols: 100, rows: 30 }, led: false });
  await back.shows(() => back.size === '100x30' && back.responder);
  expect(await terminals.holder.list()).toMatchObject([{ childId, cols: 100, rows: 30 }]);
});
