import { describe, expect, it } from 'vitest';
import { OWNER } from '../../../support/callers.ts';
import { until } from '../../../support/until.ts';
import { Ground, startWorld } from './world.ts';

const request = { name: 'work', agent: 'kimi', cwd: '/w' } as const;

async function running(over: { readonly prompt?: string } = {}) {
  const ground = await Ground.make();
  const world = await startWorld(ground);
  const session = await world.sessions.create({ ...request, ...over }, OWNER);
  await world.settled();
  const show = () => world.sessions.show(session.id, OWNER);
  return { ground, ...world, id: session.id, terminal: session.terminals[0]!.id, show };
}

/** What the next engine would find, read past everything that this one remembers. */
const stored = (w: Awaited<ReturnType<typeof running>>) =>
  w.store.db.$client.prepare('SELECT json_extract(state, ?) FROM sessions WHERE id = ?').pluck().get('$.name', w.id);

describe('what happens while the database takes nothing', () => {
  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY', 'DIES'])(
    '(%s) is seen at once, and written by itself as soon as it takes writes again',
    async (refusal) => {
      const w = await running();
      w.ground.refuses = refusal;
      w.watch().become('working');
      await w.settled();
      w.watch().become('idle');
      await w.settled();
      expect(await w.show()).toMatchObject({ state: 'idle' });
      expect(stored(w)).toBe('starting');

      w.ground.refuses = null;
      await until('the newest state is on the disk', () => stored(w) === 'idle');
      await w.settled();
      expect(w.events.at(-1), 'and told as an event that the next engine knows of').toMatchObject({
        type: 'session.changed',
        session: { state: 'idle' },
        seq: expect.any(Number),
      });
    },
  );

  it('is an end too: the session is over for whoever asks, and can be started again when there is room', async () => {
    const w = await running();
    w.ground.refuses = 'SQLITE_FULL';
    w.ground.holders[0]!.exit(w.terminal);
    await w.settled();
    expect(await w.show()).toMatchObject({ state: 'exited', unseen: true, terminals: [{ exit: { code: 0 } }] });
    expect(await w.sessions.stop('work', false)).toMatchObject({ how: 'already' });

    w.ground.refuses = null;
    await until('the end is on the disk', () => stored(w) === 'exited');
    expect(await w.sessions.restart('work', undefined)).toMatchObject({ state: 'starting' });
  });

  it('does not come back over what was asked for since', async () => {
    const w = await running();
    w.ground.refuses = 'SQLITE_FULL';
    w.ground.holders[0]!.exit(w.terminal);
    await w.settled();
    await expect(w.repository.updateSession(w.id, { unseen: false })).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect(await w.show()).toMatchObject({ unseen: true });

    w.ground.refuses = null;
    await w.repository.updateSession(w.id, { unseen: false });
    await until('the end is on the disk', () => stored(w) === 'exited');
    await w.settled();
    expect(await w.show()).toMatchObject({ state: 'exited', unseen: false });
  });

  it('does not keep the engine from ending, and is found out by the next one', async () => {
    const w = await running();
    w.ground.refuses = 'SQLITE_FULL';
    w.ground.holders[0]!.exit(w.terminal);
    await w.settled();
    await w.die();
    w.ground.refuses = null;
    const next = await startWorld(w.ground);
    expect(await next.sessions.show('work', OWNER)).toMatchObject({ state: 'exited' });
  });

  it('keeps a first message back, which is sent once when it can be written down', async () => {
    const w = await running({ prompt: 'hello' });
    w.ground.refuses = 'SQLITE_FULL';
    w.watch().become('idle');
    await w.settled();
    expect(w.watch().sent).toEqual([]);

    w.ground.refuses = null;
    await until('the message is sent', () => w.watch().sent.length > 0);
    await w.settled();
    expect(w.watch().sent).toEqual(['hello']);
    expect((await w.repository.session(w.id))?.prompt).toBeUndefined();
  });
});

describe('a session on a full disk', () => {
  it('is stopped, and its end is the one that was asked for', async () => {
    const w = await running();
    w.ground.refuses = 'SQLITE_FULL';
    expect(await w.sessions.stop('work', true)).toMatchObject({ how: 'hangup', session: { state: 'exited', unseen: false } });
    w.ground.refuses = null;
    await until('the end is on the disk', () => stored(w) === 'exited');
    expect((await w.repository.terminals(w.id))[0]).toMatchObject({ stopAskedAt: expect.any(Number), exit: { asked: true } });
  });

  it('is deleted, running or ended, and does not come back', async () => {
    const w = await running();
    const other = await w.sessions.create({ ...request, name: 'other' }, OWNER);
    w.ground.spool(w.terminal);
    w.ground.holders[0]!.exit(other.terminals[0]!.id);
    await w.settled();
    w.ground.refuses = 'SQLITE_FULL';
    await w.sessions.delete('other', false);
    w.watches[0]!.askToEnd = async () => w.ground.holders[0]!.exit(w.terminal);
    expect(await w.sessions.delete('work', true)).toEqual({ id: w.id, name: 'work' });
    await w.settled();
    expect(await w.sessions.list({ all: true })).toEqual([]);
    expect(await w.repository.terminals(w.id)).toEqual([]);
    expect(w.ground.spools.size).toBe(0);
    expect(w.events.filter(({ type }) => type === 'session.removed')).toMatchObject([{ id: other.id }, { id: w.id }]);
    await expect(w.sessions.show('work', OWNER)).rejects.toMatchObject({ code: 'NOT_FOUND' });

    w.ground.refuses = null;
    await until('both are gone from the disk', () => w.store.db.$client.prepare('SELECT count(*) FROM sessions').pluck().get() === 0);
    expect(await w.sessions.list({ all: true })).toEqual([]);
  });

  it('that could not be started leaves nothing behind', async () => {
    const w = await running();
    w.ground.refuses = 'SQLITE_FULL';
    await expect(w.sessions.create({ ...request, name: 'more' }, OWNER)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect((await w.sessions.list({ all: true })).map(({ name }) => name)).toEqual(['work']);
    w.ground.refuses = null;
  });
});
