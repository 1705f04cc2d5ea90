import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectViewer } from '#main/gateway/client.ts';
import { startGatewayWorker } from '#main/gateway/start-worker.ts';
import { steadyNow } from '#main/gateway/steady-clock.ts';
import { signTicket } from '#main/gateway/tickets.ts';
import { goneAtTheOtherEnd, refusedUpgrade } from '../../support/refused-upgrade.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { Terminals } from './terminals.ts';

const SCRIPT = join(import.meta.dirname, '../../../src-main/gateway/entry.ts');
const KEY = randomBytes(32).toString('hex');

test('as a worker thread it serves, takes changes, and ends when told', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.run('echo hello; cat');
  const config = { dataFolder: terminals.dataFolder, ticketKey: KEY, mirrorSocket: '', port: 0, allowedOrigins: [] };
  const gateway = await startGatewayWorker(SCRIPT, config);
  const ticket = (serial = 1): string =>
    signTicket(
      {
        childId,
        holderSocket: terminals.holderSocket,
        rights: 'read',
        validUntil: steadyNow() + 60_000,
        via: 'test',
        serial,
      },
      KEY,
    );
  const origin = 'http://127.0.0.1:4321';
  const quiet = { url: gateway.url, mode: 'bytes', onMessage: () => undefined } as const;
  await expect(connectViewer({ ...quiet, ticket: ticket(), origin })).rejects.toMatchObject({ code: 'FOREIGN_ORIGIN' });
  gateway.setAllowedOrigins([origin]);
  gateway.setMirrorSocket(terminals.mirror.socket);
  const snapshot = Promise.withResolvers<Uint8Array>();
  await connectViewer({
    ...quiet,
    mode: 'screen',
    ticket: ticket(),
    origin,
    onMessage: (message) => void (message.type === 'snapshot' && snapshot.resolve(message.data)),
  });
  expect(new TextDecoder().decode(await snapshot.promise)).toBeDefined();
  const revoked = await connectViewer({ ...quiet, ticket: ticket(2) });
  const revocation = { tickets: { via: 'te' }, until: Date.now() + 60_000 };
  await gateway.revoke({ ...revocation, upTo: 0 });
  await gateway.revoke({ ...revocation, tickets: { childId: 'trm_other' }, upTo: 2 });
  const last = await connectViewer({ ...quiet, ticket: ticket(3) });
  await gateway.revoke({ ...revocation, upTo: 2 });
  expect(await revoked.closed).toMatchObject({ code: 4403, error: { code: 'TICKET_REVOKED' } });
  await gateway.close();
  // Told while its stream was whole, so that nothing that it said was lost.
  expect((await last.closed).error?.code).toBe('ENGINE_ENDING');
  expect(last.leaving).toBe(true);
  await gateway.revoke({ ...revocation, upTo: 9 });
  expect(await gateway.closed).toBeNull();
});

test('a stranger that is refused and breaks its connection off ends nothing', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.run('cat');
  const { dataFolder, holderSocket, mirror } = terminals;
  const gateway = await startGatewayWorker(SCRIPT, {
    dataFolder,
    ticketKey: KEY,
    mirrorSocket: mirror.socket,
    port: 0,
    allowedOrigins: [],
  });
  onTestFinished(() => gateway.close());
  const stranger = await refusedUpgrade(Number(new URL(gateway.url).port), '/terminal');
  stranger.resetAndDestroy();
  const ticket = signTicket({ childId, holderSocket, rights: 'read', validUntil: steadyNow() + 60_000, via: 'test', serial: 1 }, KEY);
  const viewer = await connectViewer({ url: gateway.url, ticket, mode: 'bytes', onMessage: () => undefined });
  viewer.close();
  expect(await viewer.closed).toMatchObject({ code: 1000 });
});

test('a stranger that is refused and keeps its end open keeps nothing of ours', async () => {
  const terminals = await Terminals.open();
  const stranger = await refusedUpgrade(Number(new URL(terminals.gateway.url).port), '/terminal');
  await goneAtTheOtherEnd(stranger);
});

test('one that cannot start says why', async () => {
  const dataFolder = await tempFolder();
  const config = { dataFolder, ticketKey: KEY, mirrorSocket: '', port: -1, allowedOrigins: [] };
  await expect(startGatewayWorker(SCRIPT, config)).rejects.toThrow(/port/);
});
