import { describe, expect, it, onTestFinished } from 'vitest';
import { connectHolders, type Holders, type HoldersEvent, type HoldersOptions } from '../../../../src-main/engine/holders/index.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { FakeHolder, fakeTools, spec } from './fake-holder.ts';

async function connected(holders: FakeHolder[], options: Parameters<typeof fakeTools>[1] & Pick<HoldersOptions, 'isProgram'> = {}) {
  const logger = testLogger();
  const all = await connectHolders({ tools: fakeTools(holders, options), build: 'new', logger, ...options });
  onTestFinished(() => all.close());
  const events: HoldersEvent[] = [];
  all.onEvent((event) => events.push(event));
  return { all, events, logger };
}

function nextEvent(all: Holders, kind: HoldersEvent['kind']): Promise<HoldersEvent> {
  return new Promise((resolve) => {
    const stop = all.onEvent((event) => {
      if (event.kind !== kind) return;
      stop();
      resolve(event);
    });
  });
}

describe('holders', () => {
  it('that live are found again with their children', async () => {
    const holder = new FakeHolder('hld-1', 'new');
    holder.add('a');
    const { all } = await connected([holder]);
    expect(all.child('a')).toMatchObject({ childId: 'a', pid: 7 });
    expect(all.socketOf('a')).toBe('/run/hld-1.sock');
    expect(all.status()).toEqual([{ id: 'hld-1', pid: 1001, build: 'new', children: 1, connected: true }]);
  });

  it('count the programs that run, and none of our own helpers', async () => {
    const holder = new FakeHolder('hld-1', 'new');
    for (const childId of ['a', 'b', 'helper']) holder.add(childId);
    const { all } = await connected([holder], { isProgram: (childId) => childId !== 'helper' });
    expect(all.status()).toMatchObject([{ children: 2 }]);
    expect(all.child('helper'), 'it is there all the same').toBeDefined();
  });

  it('of our build get new children; one is started when there is none, and only one', async () => {
    const old = new FakeHolder('hld-1', 'old');
    old.add('a');
    const { all } = await connected([old]);
    await Promise.all([all.spawn(spec('b')), all.spawn(spec('c'))]);
    expect(old.children.size).toBe(1);
    expect(all.status().map((holder) => [holder.build, holder.children])).toEqual([
      ['old', 1],
      ['new', 2],
    ]);
  });

  it('that do not answer are left alone: new children go to another one, until they answer again', { timeout: 15_000 }, async () => {
    const stopped = new FakeHolder('hld-1', 'new');
    stopped.add('a');
    const { all } = await connected([stopped]);
    const { promise: goesOn, resolve } = Promise.withResolvers<void>();
    stopped.listGate = goesOn;
    await all.spawn(spec('b'));
    expect([...stopped.children.keys()]).toEqual(['a']);
    expect(all.status()).toMatchObject([
      { id: 'hld-1', connected: false },
      { id: 'hld-9', connected: true, children: 1 },
    ]);
    const again = nextEvent(all, 'reconnected');
    resolve();
    expect(await again).toEqual({ kind: 'reconnected', holder: 'hld-1' });
    expect(all.status()).toMatchObject([{ connected: true }, { connected: true }]);
  });

  it('of another build are let go with their last child', async () => {
    const old = new FakeHolder('hld-1', 'old');
    old.add('a');
    const { all, events } = await connected([old]);
    old.exit('a');
    expect(events).toMatchObject([{ kind: 'exited', childId: 'a' }]);
    expect(all.status()).toEqual([]);
  });

  it('that live are connected to again when the connection breaks', async () => {
    const holder = new FakeHolder('hld-1', 'new');
    holder.add('a');
    const { all } = await connected([holder]);
    const again = nextEvent(all, 'reconnected');
    holder.add('b');
    holder.breakConnection({ dead: false });
    await again;
    expect(holder.connections).toBe(2);
    expect(all.child('b')).toBeDefined();
    const exited = nextEvent(all, 'exited');
    holder.exit('a');
    expect(await exited).toMatchObject({ childId: 'a' });
  });

  it('that do not answer at first are waited for without holding the others up', async () => {
    const silent = new FakeHolder('hld-1', 'new');
    silent.add('a');
    silent.reachable = false;
    const { all } = await connected([silent, new FakeHolder('hld-2', 'new')]);
    expect(all.status().map((holder) => holder.connected)).toEqual([false, true]);
    expect(() => all.clientOf('a')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    const again = nextEvent(all, 'reconnected');
    silent.reachable = true;
    await again;
    expect(all.child('a')).toBeDefined();
  });

  it('that died are forgotten after each child that they took with them was named', async () => {
    const holder = new FakeHolder('hld-1', 'new');
    holder.add('a');
    holder.add('b', { exit: { code: 0, signal: null, at: 1 } });
    let lost: { childId: string; fate: 'gone'; pid: number }[] = [];
    const { all, events } = await connected([holder], { lost: () => lost });
    lost = [{ childId: 'a', fate: 'gone', pid: 7 }];
    const died = nextEvent(all, 'died');
    holder.breakConnection({ dead: true });
    await died;
    expect(events).toEqual([
      { kind: 'lost', lost: lost[0] },
      { kind: 'died', holder: 'hld-1' },
    ]);
    expect(all.status()).toEqual([]);
    expect(await all.spawn(spec('c'))).toMatchObject({ childId: 'c' });
  });

  it('keep what an event said when an older list comes in after it', async () => {
    const holder = new FakeHolder('hld-1', 'new');
    holder.add('a');
    const { all } = await connected([holder]);
    const gate = Promise.withResolvers<void>();
    holder.listGate = gate.promise;
    const refreshing = all.refresh();
    await Promise.resolve();
    holder.exit('a');
    await all.spawn(spec('b'));
    gate.resolve();
    await refreshing;
    expect(all.child('a')?.exit).toBeDefined();
    expect(all.child('b')).toBeDefined();
  });

  it('start nothing any more once the engine ends', async () => {
    const { all } = await connected([]);
    await all.close();
    await expect(all.spawn(spec('a'))).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
  });
});
