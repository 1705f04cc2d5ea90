import { expect, onTestFinished, test } from 'vitest';
import { startGatewayServer } from '#main/gateway/server.ts';
import { type ShownTerminal, Terminals, TICKET_KEY } from './terminals.ts';

test.each(['the one that led', 'the other'])(
  'two viewers over another gateway: the one that led leads again when %s comes back first',
  async (first) => {
    const terminals = await Terminals.open();
    const childId = await terminals.cat('echo ready');
    const leader = await terminals.attach(childId, { size: { cols: 100, rows: 30 } });
    const other = await terminals.attach(childId, { size: { cols: 60, rows: 20 } });
    await Promise.all([leader.shows('ready'), other.shows('ready')]);
    leader.viewer?.focus();
    await Promise.all([leader.shows(() => leader.size === '100x30' && leader.responder), other.shows(() => other.size === '100x30')]);

    const gateway = await startGatewayServer({
      dataFolder: terminals.dataFolder,
      ticketKey: TICKET_KEY,
      mirrorSocket: terminals.mirror.socket,
      port: 0,
      allowedOrigins: [],
    });
    onTestFinished(() => gateway.close());
    await terminals.gateway.close();
    await Promise.all([leader.viewer?.closed, other.viewer?.closed]);

    const comeBack = (shown: ShownTerminal, cols: number, rows: number): Promise<ShownTerminal> =>
      terminals.attach(childId, { url: gateway.url, size: { cols, rows }, led: shown.responder });
    const leaderComes = () => comeBack(leader, 100, 30);
    const otherComes = () => comeBack(other, 60, 20);
    let [leaderAgain, otherAgain]: (ShownTerminal | null)[] = [null, null];
    if (first === 'the other') otherAgain = await otherComes();
    leaderAgain = await leaderComes();
    otherAgain ??= await otherComes();
    leaderAgain.type('typed at the end\n');
    await Promise.all([leaderAgain.shows('typed at the end'), otherAgain.shows('typed at the end')]);
    expect([leaderAgain.responder, otherAgain.responder]).toEqual([true, false]);
    expect(await terminals.holder.list()).toMatchObject([{ childId, cols: 100, rows: 30 }]);
  },
);
