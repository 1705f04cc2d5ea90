import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { KimiError } from '../../../../src-shared/errors/kimi-error.ts';
import type { WindowId } from '../../../../src-shared/ids.ts';
import { OWNER } from '../../../support/callers.ts';
import { FakeHolder } from '../holders/fake-holder.ts';
import { Ground, startWorld } from './world.ts';

const request = { name: 'work', agent: 'kimi', cwd: '/w' } as const;
const world = async () => startWorld(await Ground.make());

describe('a new session', () => {
  it('runs in the holder, is watched, and is told to everybody', async () => {
    const { sessions, watch, events, settled } = await world();
    const session = await sessions.create({ ...request, args: ['--yolo'], env: { A: '1' } }, OWNER);
    expect(session).toMatchObject({
      name: 'work',
      cwd: '/w',
      lifecycle: 'active',
      state: 'starting',
      unseen: false,
      terminals: [{ cols: 80, rows: 24, pid: 7 }],
    });
    watch().become('idle');
    await settled();
    expect(await sessions.show('work', OWNER)).toMatchObject({ state: 'idle' });
    expect(events.at(-1)).toMatchObject({ type: 'session.changed', session: { state: 'idle' } });
  });

  it('gives its child a token of its own, and the adapter no more of the environment than folders', async () => {
    const ground = await Ground.make();
    const holder = new FakeHolder('hld-1', 'new');
    ground.holders.push(holder);
    const { sessions, watch } = await startWorld(ground);
    const { id } = await sessions.create({ ...request, env: { MY_KEY: 'x' } }, { ...OWNER, depth: 2 });
    expect(holder.specs[0]?.env).toMatchObject({
      MY_KEY: 'x',
      KIMI_SHELL_SESSION: id,
      KIMI_SHELL_SOCKET: '/run/engine.sock',
      KIMI_SHELL_TOKEN: `token of ${id} at 3`,
    });
    expect(watch().context.env).toEqual({ HOME: '/h', KIMI_CODE_HOME: '/k' });
  });

  it.each([
    ['~', homedir()],
    ['~/x', join(homedir(), 'x')],
    [undefined, homedir()],
    ['/a/../b', '/b'],
  ])('in %j works in %s', async (cwd, expected) => {
    const { sessions } = await world();
    expect((await sessions.create({ ...request, cwd }, OWNER)).cwd).toBe(expected);
  });

  it('in a relative folder is refused, because it would be relative to the engine', async () => {
    const { sessions } = await world();
    await expect(sessions.create({ ...request, cwd: 'x' }, OWNER)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      context: { field: 'cwd' },
    });
    expect(await sessions.count()).toBe(0);
  });

  it('that cannot be spawned leaves nothing behind', async () => {
    const ground = await Ground.make();
    const holder = new FakeHolder('hld-1', 'new');
    const connect = holder.connect.bind(holder);
    holder.connect = () => ({ ...connect(), spawn: () => Promise.reject(new KimiError('SPAWN_FAILED', { file: '/bin/kimi' })) });
    ground.holders.push(holder);
    const { sessions, events, settled } = await startWorld(ground);
    await expect(sessions.create(request, OWNER)).rejects.toMatchObject({ code: 'SPAWN_FAILED' });
    await settled();
    expect(await sessions.list({ all: true })).toEqual([]);
    expect(events.at(-1)?.type).toBe('session.removed');
  });

  it('that ends at once is a session that ended, with its exit', async () => {
    const ground = await Ground.make();
    const holder = new FakeHolder('hld-1', 'new');
    const connect = holder.connect.bind(holder);
    holder.connect = () => {
      const client = connect();
      return {
        ...client,
        spawn: async (spec) => {
          const child = await client.spawn(spec);
          holder.exit(spec.childId);
          return child;
        },
      };
    };
    ground.holders.push(holder);
    const { sessions, settled } = await startWorld(ground);
    await sessions.create(request, OWNER);
    await settled();
    expect(await sessions.show('work', OWNER)).toMatchObject({ state: 'exited', unseen: true, terminals: [{ exit: { code: 0 } }] });
  });
});

describe('the first message', () => {
  it('waits for the trust question to be answered and the agent to be idle', async () => {
    const { sessions, watch, settled } = await world();
    await sessions.create({ ...request, prompt: 'hello' }, OWNER);
    watch().become('trust');
    await settled();
    expect(watch().sent).toEqual([]);
    watch().become('idle');
    await settled();
    expect(watch().sent).toEqual(['hello']);
    watch().become('working');
    watch().become('idle');
    await settled();
    expect(watch().sent).toEqual(['hello']);
  });

  it('that is not confirmed is said, and not sent again', async () => {
    const { sessions, watch, events, settled, repository } = await world();
    const { id } = await sessions.create({ ...request, prompt: 'hello' }, OWNER);
    watch().onSend = () => Promise.reject(new KimiError('PROMPT_NOT_CONFIRMED', {}));
    watch().become('idle');
    await settled();
    expect(events.some((event) => event.type === 'notice' && event.message === 'notice.prompt.unconfirmed')).toBe(true);
    expect((await repository.session(id))?.prompt).toEqual({ text: 'hello', status: 'unconfirmed' });
    watch().become('working');
    watch().become('idle');
    await settled();
    expect(watch().sent).toEqual(['hello']);
  });

  it('of which nobody knows whether it was marked as being sent is sent all the same, once', async () => {
    const { sessions, watch, settled, repository } = await world();
    const { id } = await sessions.create({ ...request, prompt: 'hello' }, OWNER);
    const write = repository.updateSession.bind(repository);
    vi.spyOn(repository, 'updateSession').mockImplementationOnce(async (...given) => {
      await write(...given);
      throw new KimiError('WRITE_INTERRUPTED', { reason: 'the writer died' });
    });
    watch().become('idle');
    await settled();
    expect([watch().sent, (await repository.session(id))?.prompt?.status]).toEqual([[], 'sending']);
    await expect.poll(() => watch().sent).toEqual(['hello']);
    await expect.poll(async () => (await repository.session(id))?.prompt).toBeUndefined();
    watch().become('working');
    watch().become('idle');
    await settled();
    expect(watch().sent).toEqual(['hello']);
  });

  it('that was being sent when the engine died is not sent twice', async () => {
    const ground = await Ground.make();
    const first = await startWorld(ground);
    const { id } = await first.sessions.create({ ...request, prompt: 'hello' }, OWNER);
    first.watch().onSend = () => new Promise(() => undefined);
    first.watch().become('idle');
    await first.settled();
    await first.die();
    const second = await startWorld(ground);
    second.watch().become('idle');
    await second.settled();
    expect(second.watch().sent).toEqual([]);
    expect((await second.repository.session(id))?.prompt?.status).toBe('unconfirmed');
  });

  it('that was still waiting when the engine died is sent by the next one', async () => {
    const ground = await Ground.make();
    const first = await startWorld(ground);
    await first.sessions.create({ ...request, prompt: 'hello' }, OWNER);
    await first.die();
    const second = await startWorld(ground);
    second.watch().become('idle');
    await second.settled();
    expect(second.watch().sent).toEqual(['hello']);
  });
});

describe('a session', () => {
  it('is unseen when its turn ended, until somebody looks', async () => {
    const { sessions, arrangement, watch, settled } = await world();
    const { id } = await sessions.create(request, OWNER);
    watch().become('working');
    watch().become('finished');
    await settled();
    expect((await sessions.show(id, OWNER)).unseen).toBe(true);
    await arrangement.mark(id, 'read', 'cli');
    expect((await sessions.show(id, OWNER)).unseen).toBe(false);
  });

  it('can be looked at by its own agent, and by no other', async () => {
    const { sessions } = await world();
    const own = await sessions.create(request, OWNER);
    const other = await sessions.create({ ...request, name: 'other' }, OWNER);
    const agent = { kind: 'agent', session: own.id, depth: 1, role: 'agent' } as const;
    expect((await sessions.show(own.id, agent)).id).toBe(own.id);
    expect((await sessions.show('work', agent)).id).toBe(own.id);
    for (const ref of [other.id, 'other', 'nobody']) await expect(sessions.show(ref, agent)).rejects.toMatchObject({ code: 'DENIED' });
  });

  it('is shown in the window that was used last, and says when there is none', async () => {
    const { sessions, windows, events, settled } = await world();
    const { id } = await sessions.create(request, OWNER);
    expect((await sessions.switchTo('work')).window).toBeNull();
    const window: WindowId = 'win_00000000000000000000000001';
    windows.connected(window);
    expect((await sessions.switchTo('work')).window).toBe(window);
    await settled();
    expect(events).toContainEqual(expect.objectContaining({ type: 'window.focus', window, session: id }));
  });

  it('takes one message at a time', async () => {
    const { sessions, watch } = await world();
    await sessions.create(request, OWNER);
    const gate = Promise.withResolvers<void>();
    watch().onSend = () => gate.promise;
    const both = Promise.all([sessions.send('work', 'one', 1000), sessions.send('work', 'two', 1000)]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(watch().sent).toEqual(['one']);
    gate.resolve();
    expect(await both).toMatchObject([{ confirmedBy: 'transcript' }, { confirmedBy: 'transcript' }]);
    expect(watch().sent).toEqual(['one', 'two']);
  });

  it('that has ended takes no message and is stopped already', async () => {
    const ground = await Ground.make();
    const { sessions, settled } = await startWorld(ground);
    const { terminals } = await sessions.create(request, OWNER);
    ground.holders[0]!.exit(terminals[0]!.id);
    await settled();
    await expect(sessions.send('work', 'x', 1000)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect(await sessions.stop('work', false)).toMatchObject({ how: 'already', survivors: [] });
  });

  it('that ends long after it was asked to has ended by itself', async () => {
    const ground = await Ground.make();
    const { sessions, repository, settled } = await startWorld(ground);
    const { terminals } = await sessions.create(request, OWNER);
    await repository.noteTerminal((await repository.terminal(terminals[0]!.id))!, { stopAskedAt: 5 - 60_000 });
    ground.holders[0]!.exit(terminals[0]!.id);
    await settled();
    expect(await sessions.show('work', OWNER)).toMatchObject({ unseen: true, terminals: [{ exit: { code: 0 } }] });
    expect((await sessions.show('work', OWNER)).terminals[0]!.exit).not.toHaveProperty('asked');
  });

  it('that runs is neither restarted nor deleted by accident', async () => {
    const { sessions } = await world();
    await sessions.create(request, OWNER);
    await expect(sessions.restart('work', undefined)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(sessions.delete('work', false)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await sessions.count()).toBe(1);
  });

  it('goes on with its conversation in a new terminal when it is restarted, and keeps the last few', async () => {
    const ground = await Ground.make();
    const { sessions, watch, launches, settled } = await startWorld(ground);
    const { id } = await sessions.create({ ...request, args: ['--yolo'] }, OWNER);
    expect(await watch().context.claim('session_kimi')).toBe(true);
    const used: string[] = [];
    for (let round = 0; round < 7; round += 1) {
      const [newest] = (await sessions.show(id, OWNER)).terminals;
      used.unshift(newest!.id);
      ground.spool(newest!.id);
      ground.holders[0]!.exit(newest!.id);
      ground.holders[0]!.children.delete(newest!.id);
      await settled();
      await sessions.restart(id, undefined);
    }
    const after = await sessions.show(id, OWNER);
    expect(after).toMatchObject({ state: 'starting', lifecycle: 'active', unseen: false, agentSession: 'session_kimi' });
    expect(after.terminals.slice(1).map((terminal) => terminal.id)).toEqual(used.slice(0, 4));
    expect([...ground.spools.keys()].sort()).toEqual(used.slice(0, 4).sort());
    expect(launches.at(-1)).toEqual({ cwd: '/w', args: ['--yolo'], resume: 'session_kimi' });
  });

  it('can be deleted while its restart waits for a secret, which then finds it gone', async () => {
    const ground = await Ground.make();
    const { sessions, settled } = await startWorld(ground);
    const { id, terminals } = await sessions.create(request, OWNER);
    ground.holders[0]!.exit(terminals[0]!.id);
    ground.holders[0]!.children.delete(terminals[0]!.id);
    await settled();
    const unlocked = Promise.withResolvers<void>();
    ground.unlocked = unlocked.promise;
    const restarted = sessions.restart(id, undefined).catch((error: unknown) => error);
    await sessions.settled(id);
    expect(await sessions.delete(id, false)).toEqual({ id, name: 'work' });
    unlocked.resolve();
    expect(await restarted).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stays what it was when its restart fails', async () => {
    const ground = await Ground.make();
    const { sessions, settled, holders } = await startWorld(ground);
    const { id, terminals } = await sessions.create(request, OWNER);
    ground.holders[0]!.exit(terminals[0]!.id);
    await settled();
    const before = await sessions.show(id, OWNER);
    holders.clientOf(terminals[0]!.id).spawn = () => Promise.reject(new KimiError('SPAWN_FAILED', {}));
    await expect(sessions.restart(id, undefined)).rejects.toMatchObject({ code: 'SPAWN_FAILED' });
    await settled();
    expect(await sessions.show(id, OWNER)).toEqual({ ...before, updatedAt: expect.any(Number) });
  });

  it('takes its recordings with it when it is deleted', async () => {
    const ground = await Ground.make();
    const { sessions, settled, events } = await startWorld(ground);
    const { id, terminals } = await sessions.create(request, OWNER);
    ground.spool(terminals[0]!.id);
    ground.holders[0]!.exit(terminals[0]!.id);
    ground.holders[0]!.children.delete(terminals[0]!.id);
    await settled();
    await sessions.list({ all: true });
    await sessions.delete('work', false);
    await settled();
    expect(ground.spools.size).toBe(0);
    expect(ground.revoked, 'who still watches is sent away').toEqual([terminals[0]!.id]);
    expect(events.at(-1)).toMatchObject({ type: 'session.removed', id });
    await expect(sessions.show(id, OWNER)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
