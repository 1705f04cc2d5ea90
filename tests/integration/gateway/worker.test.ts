import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectViewer } from '#main/gateway/client.ts';
import { startGatewayWorker } from '#main/gateway/start-worker.ts';
import { steadyNow } from '#main/gateway/steady-clock.ts';
import { signTicket } from '#main/gateway/tickets.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { Terminals } from './terminals.ts';

const SCRIPT = join(import.meta.dirname, '../../../src-main/gateway/entry.ts');
const KEY = randomBytes(32).toString('hex');

test('as a worker thread it serves, takes changes, and ends when told', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.run('echo hello; cat');
  const config = { dataFolder: terminals.dataFolder, ticketKey: KEY, mirrorSocket: '', port: 0, allowedOrigins: [] };
  const gateway = await startGatewayWorker(SCRIPT, config);
  const ticket = (): string =>
    signTicket(
      {
        childId,
        holderSocket: terminals.holderSocket,
        rights: 'read',
        validUntil: steadyNow() + 60_000,
        nonce: randomBytes(8).toString('hex'),
      },
      KEY,
    );
  const origin = 'http://127.0.0.1:4321';
  const quiet = { url: gateway.url, mode: 'bytes', onMessage: () => undefined } as const;
  await expect(connectViewer({ ...quiet, ticket: ticket(), origin })).rejects.toMatchObject({ code: 'FOREIGN_ORIGIN' });
  gateway.setAllowedOrigins([origin]);
  gateway.setMirrorSocket(terminals.mirror.socket);
  const snapshot = Promise.withResolvers<Uint8Array>();
  const viewer = await connectViewer({
    ...quiet,
    mode: 'screen',
    ticket: ticket(),
    origin,
    onMessage: (message) => void (message.type === 'snapshot' && snapshot.resolve(message.data)),
  });
  expect(new TextDecoder().decode(await snapshot.promise)).toBeDefined();
  await gateway.close();
  // Told while its stream was whole, so that nothing that it said was lost.
  expect((await viewer.closed).error?.code).toBe('ENGINE_ENDING');
  expect(viewer.leaving).toBe(true);
  expect(await gateway.closed).toBeNull();
});

test('one that cannot start says why', async () => {
  const dataFolder = await tempFolder();
  const config = { dataFolder, ticketKey: KEY, mirrorSocket: '', port: -1, allowedOrigins: [] };
  await expect(startGatewayWorker(SCRIPT, config)).rejects.toThrow(/port/);
});
