import { describe, expect, it } from 'vitest';
import { OWNER } from '../../../support/callers.ts';
import { Ground, startWorld } from './world.ts';

const request = { name: 'work', agent: 'kimi', cwd: '/w' } as const;

/** A session that runs, and its engine killed. */
async function killedWhileRunning() {
  const ground = await Ground.make();
  const first = await startWorld(ground);
  const { id, terminals } = await first.sessions.create(request, OWNER);
  first.watch().become('working');
  await first.settled();
  await first.die();
  const holder = ground.holders[0]!;
  return { ground, holder, id, terminal: terminals[0]!.id };
}

const show = async (ground: Ground) => {
  const world = await startWorld(ground);
  return { world, session: await world.sessions.show('work', OWNER) };
};

describe('the next engine', () => {
  it('watches a child that lives on', async () => {
    const { ground, terminal } = await killedWhileRunning();
    const { world, session } = await show(ground);
    expect(session.terminals).toMatchObject([{ id: terminal, pid: 7 }]);
    expect(world.watches).toHaveLength(1);
    // The new watch knows nothing yet: until it does, what was known holds.
    expect(session.state).toBe('working');
    world.watch().become('waiting');
    await world.settled();
    expect(await world.sessions.show('work', OWNER)).toMatchObject({ state: 'waiting', lifecycle: 'active' });
  });

  it('learns from the holder that a child ended meanwhile', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.exit(terminal);
    const { session, world } = await show(ground);
    expect(session).toMatchObject({ state: 'exited', unseen: true, lifecycle: 'active', terminals: [{ exit: { code: 0, at: 5 } }] });
    expect(world.watch().closed).toBe(true);
  });

  it('learns it from the recording when the holder has left', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.alive = false;
    ground.spool(terminal, { exit: { code: 3, signal: null, at: 9 }, end: 500 });
    const { session } = await show(ground);
    expect(session).toMatchObject({ state: 'failed', stateInfo: { since: 9 }, terminals: [{ end: 500, exit: { code: 3 } }] });
  });

  it.each(['survived', 'gone'] as const)('names a child whose holder died over it: %s', async (fate) => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.alive = false;
    ground.spool(terminal);
    ground.lost = [{ childId: terminal, fate, pid: 7 }];
    const { session } = await show(ground);
    expect(session).toMatchObject({ state: 'exited', lifecycle: 'suspended', unseen: true, terminals: [{ lostHolder: fate }] });
    expect(session.stateInfo.evidence[0]).toMatchObject({ source: 'process', says: expect.stringContaining('holder died') });
    expect(session.terminals[0]?.pid).toBe(fate === 'survived' ? 7 : undefined);
  });

  it('believes a recording whose exit was only found later to be a loss, not an exit', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.alive = false;
    ground.spool(terminal, { exit: { code: null, signal: null, at: 9 }, lost: true });
    expect((await show(ground)).session).toMatchObject({ lifecycle: 'suspended', terminals: [{ lostHolder: 'gone' }] });
  });

  it('ends what survived before it starts the agent again', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.alive = false;
    ground.spool(terminal);
    ground.lost = [{ childId: terminal, fate: 'survived', pid: 7 }];
    const { world } = await show(ground);
    const restarted = await world.sessions.restart('work', undefined);
    expect(ground.ended).toEqual([terminal]);
    expect(restarted).toMatchObject({ lifecycle: 'active', state: 'starting' });
    expect(restarted.terminals).toMatchObject([{ pid: 7 }, { id: terminal, lostHolder: 'gone' }]);
  });

  it('lets a session be deleted whose survivor has ended since', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.alive = false;
    ground.spool(terminal);
    ground.lost = [{ childId: terminal, fate: 'survived', pid: 7 }];
    const { world } = await show(ground);
    await expect(world.sessions.delete('work', false)).rejects.toMatchObject({ code: 'CONFLICT' });
    ground.lost = [];
    await world.sessions.delete('work', false);
    expect(ground.ended).toEqual([]);
    expect(await world.sessions.count()).toBe(0);
  });

  it('calls a start that was interrupted by its name', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    // As if the engine had died between writing the session and starting its child.
    holder.children.delete(terminal);
    const world = await startWorld(ground);
    await world.die();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(`${ground.folder}/state.db`);
    database.exec('UPDATE terminals SET pid = NULL, start_time = NULL, started_at = NULL, exit = NULL, lost_holder = NULL');
    database.close();
    const { session } = await show(ground);
    expect(session).toMatchObject({ state: 'failed', lifecycle: 'suspended' });
    expect(session.stateInfo.evidence[0]?.says).toContain('interrupted');
  });

  it('decides nothing while the holder lives and does not answer, and goes on when it does', async () => {
    const { ground, holder, terminal } = await killedWhileRunning();
    holder.reachable = false;
    ground.spool(terminal);
    const { world, session } = await show(ground);
    expect(session).toMatchObject({ state: 'working', lifecycle: 'active' });
    await expect(world.sessions.stop('work', false)).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    const reconnected = new Promise<void>((resolve) => {
      world.holders.onEvent((event) => {
        if (event.kind === 'reconnected') resolve();
      });
    });
    holder.reachable = true;
    await reconnected;
    await world.recovery.all([]);
    world.watch().become('idle');
    await world.settled();
    expect((await world.sessions.show('work', OWNER)).state).toBe('idle');
  });

  it('finds each session of many, also when one cannot be settled', async () => {
    const ground = await Ground.make();
    const first = await startWorld(ground);
    for (const name of ['a', 'b', 'c']) await first.sessions.create({ ...request, name }, OWNER);
    await first.die();
    const second = await startWorld(ground);
    expect(second.watches).toHaveLength(3);
    expect((await second.sessions.list({ all: true })).map((session) => session.name)).toEqual(['c', 'b', 'a']);
  });
});

it('a holder that dies under a running engine suspends its sessions', async () => {
  const ground = await Ground.make();
  const world = await startWorld(ground);
  const { terminals } = await world.sessions.create(request, OWNER);
  ground.lost = [{ childId: terminals[0]!.id, fate: 'gone', pid: 7 }];
  ground.spool(terminals[0]!.id);
  const died = new Promise<void>((resolve) => {
    world.holders.onEvent((event) => {
      if (event.kind === 'died') resolve();
    });
  });
  ground.holders[0]!.breakConnection({ dead: true });
  await died;
  await world.settled();
  expect(await world.sessions.show('work', OWNER)).toMatchObject({ state: 'exited', lifecycle: 'suspended', unseen: true });
  expect(world.watch().closed).toBe(true);
});
