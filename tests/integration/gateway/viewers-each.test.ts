import { expect, onTestFinished, test } from 'vitest';
import { startGatewayServer } from '#main/gateway/server.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Terminals, TICKET_KEY } from './terminals.ts';

test('one page cannot take all places: it is refused one more than its share, others are not, and one that leaves makes room', async () => {
  const terminals = await Terminals.open();
  const { dataFolder, mirror } = terminals;
  const config = { dataFolder, ticketKey: TICKET_KEY, mirrorSocket: mirror.socket, port: 0, allowedOrigins: [], viewersEach: 2 };
  const gateway = await startGatewayServer(config);
  onTestFinished(() => gateway.close());
  const childId = await terminals.run('cat');
  const from = (via: string) => terminals.connect(childId, { url: gateway.url, ticket: terminals.ticket(childId, { via }) });
  const refusal = (via: string) =>
    from(via).then(
      () => 'let in',
      (error: unknown) => KimiError.from(error).code,
    );

  const first = await from('page:one');
  await from('page:one');
  expect(await refusal('page:one')).toBe('TOO_MANY_STREAMS');
  expect(await refusal('page:two')).toBe('let in');
  first.close();
  await first.closed;
  await expect.poll(() => refusal('page:one')).toBe('let in');
});
