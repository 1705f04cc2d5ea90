import { expect, test } from 'vitest';
import { steadyNow } from '#main/gateway/steady-clock.ts';
import type { RevokedTickets } from '#main/gateway/types.ts';
import { startEngine } from '../../support/engine.ts';
import { noGateway } from '../../support/no-gateway.ts';
import { until } from '../../support/until.ts';
import { Terminals } from './terminals.ts';

function revoke(terminals: Terminals, tickets: RevokedTickets): Promise<void> {
  return terminals.gateway.revoke({ tickets, upTo: terminals.tickets, until: steadyNow() + 60_000 });
}

test('an open viewer whose ticket is revoked is told and closed, and what it types meanwhile is not taken; others stay', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat('echo ready');
  const page = await terminals.attach(childId, { ticket: terminals.ticket(childId, { via: 'page:a' }), size: { cols: 100, rows: 30 } });
  const own = await terminals.attach(childId, { ticket: terminals.ticket(childId, { via: 'token:b' }), size: { cols: 60, rows: 20 } });
  await Promise.all([page.shows('ready'), own.shows('ready')]);
  page.viewer?.focus();
  await own.shows(() => !own.responder);
  await revoke(terminals, { via: 'page:' });
  page.type('from the revoked one\n');
  expect(await page.viewer?.closed).toMatchObject({ code: 4403, error: { code: 'TICKET_REVOKED' } });
  // Its size and its answers are the next one's at once, not when it has gone.
  await own.shows(() => own.responder && own.size === '60x20');
  own.type('from the other\n');
  await own.shows('from the other');
  expect(own.text).not.toContain('revoked');
});

test('a ticket that was not shown yet is refused, one that was given after is good', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat('echo ready');
  const ticket = terminals.ticket(childId, { via: 'page:a' });
  await revoke(terminals, { via: 'page:a' });
  await expect(terminals.connect(childId, { ticket })).rejects.toMatchObject({ code: 'TICKET_REVOKED' });
  const after = await terminals.attach(childId, { ticket: terminals.ticket(childId, { via: 'page:a' }) });
  await after.shows('ready');
});

test('viewers that are just coming in are refused or closed, each of them', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat('echo ready');
  const outcomes = Array.from({ length: 20 }, () =>
    terminals.connect(childId).then(
      async (viewer) => (await viewer.closed).error?.code,
      (error: unknown) => (error as { code?: string }).code,
    ),
  );
  // Wherever they are by the time that one is in: on the way, being greeted, looked up, or in.
  (await terminals.connect(childId)).close();
  await revoke(terminals, { childId });
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['TICKET_REVOKED']));
});

test('deleting a session revokes the tickets for its terminals at the gateway', async () => {
  const revoked: RevokedTickets[] = [];
  const { client } = await startEngine({
    startGateway: async () => ({ ...(await noGateway()), revoke: async ({ tickets }) => void revoked.push(tickets) }),
  });
  const made = await client().session.create({ name: 'gone', agent: 'shell', args: ['-c', 'exit 0'] });
  await until('it has ended', async () => (await client().session.show({ session: made.id })).state === 'exited');
  await client().session.delete({ session: made.id });
  expect(revoked).toEqual([{ childId: made.terminals[0]?.id }]);
  expect(await client().system.revokePages({})).toEqual({ pages: 0 });
  expect(revoked.at(-1)).toEqual({ via: 'page:' });
});
