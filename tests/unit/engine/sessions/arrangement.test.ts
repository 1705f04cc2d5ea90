import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionInfo } from '../../../../src-shared/contract/index.ts';
import { OWNER } from '../../../support/callers.ts';
import { Ground, startWorld } from './world.ts';

async function three() {
  const ground = await Ground.make();
  const world = await startWorld(ground);
  for (const name of ['a', 'b', 'c']) await world.sessions.create({ name, agent: 'kimi', cwd: '/w' }, OWNER);
  await world.settled();
  const order = async () =>
    (await world.sessions.list({ all: true }))
      .toSorted((x, y) => (x.rank < y.rank ? -1 : 1))
      .map(({ name }) => name)
      .join('');
  return { ...world, ground, order };
}

describe('tags', () => {
  it('are kept in their order, each once however it is written, and are taken away again', async () => {
    const { arrangement } = await three();
    await arrangement.tag('a', ['Bug', 'ci']);
    expect((await arrangement.tag('a', ['bug', 'CI', 'late'])).tags).toEqual(['Bug', 'ci', 'late']);
    expect((await arrangement.untag('a', ['BUG', 'never'])).tags).toEqual(['ci', 'late']);
  });

  it('are a dozen at most', async () => {
    const { arrangement, sessions } = await three();
    const twelve = Array.from({ length: 12 }, (_, n) => `t${n}`);
    await arrangement.tag('a', twelve);
    await expect(arrangement.tag('a', ['one more'])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      context: { field: 'tags', reason: 'too many tags', limit: 12 },
    });
    expect((await sessions.show('a', OWNER)).tags).toEqual(twelve);
  });
});

describe('the order of sessions', () => {
  it('is that of their making until one is put beside another', async () => {
    const { arrangement, order } = await three();
    expect(await order()).toBe('abc');
    await arrangement.move('c', 'before', 'a');
    expect(await order()).toBe('cab');
    await arrangement.move('c', 'after', 'b');
    expect(await order()).toBe('abc');
    await arrangement.move('b', 'before', 'b');
    expect(await order()).toBe('abc');
  });

  it('puts a session among those that its neighbour is with', async () => {
    const { arrangement } = await three();
    await arrangement.group('a', 'Backend');
    expect(await arrangement.move('c', 'after', 'a')).toMatchObject({ pinned: false, group: 'Backend' });
    await arrangement.pin('b', true);
    expect(await arrangement.move('c', 'after', 'b')).toMatchObject({ pinned: true, group: 'Backend' });
    await arrangement.pin('b', false);
    const out = await arrangement.move('c', 'before', 'b');
    expect(out.pinned).toBe(false);
    expect(out).not.toHaveProperty('group');
  });

  it('is what a person would get by moving cards, whatever they move', async () => {
    const { arrangement, order } = await three();
    const name = fc.constantFrom('a', 'b', 'c');
    const move = fc.tuple(name, fc.constantFrom('before' as const, 'after' as const), name);
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 8 }), async (moves) => {
        let cards = await order();
        for (const [one, where, other] of moves) {
          await arrangement.move(one, where, other);
          if (one === other) continue;
          cards = cards.replace(one, '');
          const at = cards.indexOf(other) + (where === 'after' ? 1 : 0);
          cards = `${cards.slice(0, at)}${one}${cards.slice(at)}`;
        }
        expect(await order()).toBe(cards);
      }),
      { numRuns: 20 },
    );
  });

  it('holds when several are moved at once', async () => {
    const { arrangement, order } = await three();
    await Promise.all([arrangement.move('a', 'after', 'c'), arrangement.move('b', 'after', 'c')]);
    expect(await order()).toBe('cba');
  });
});

describe('what a window has on show', () => {
  it('is not seen behind a locked screen; the person at a command line is believed', async () => {
    const { arrangement, ground } = await three();
    await arrangement.mark('a', 'unread', 'window');
    ground.away = true;
    expect(await arrangement.mark('a', 'read', 'window')).toMatchObject({ unseen: true });
    ground.away = false;
    expect(await arrangement.mark('a', 'read', 'window')).toMatchObject({ unseen: false });
    await arrangement.mark('a', 'unread', 'window');
    ground.away = true;
    expect(await arrangement.mark('a', 'read', 'cli')).toMatchObject({ unseen: false });
  });
});

describe('a group', () => {
  it('is there as long as a session is in it, and is renamed with all of them', async () => {
    const { arrangement, sessions } = await three();
    await arrangement.group('a', 'Back');
    await arrangement.group('b', 'Back');
    expect(await arrangement.renameGroup('Back', 'Backend')).toEqual({ group: 'Backend', sessions: 2 });
    expect((await sessions.list({ all: false, group: 'Backend' })).map(({ name }) => name)).toEqual(['b', 'a']);
    await expect(arrangement.renameGroup('Back', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await arrangement.group('a', undefined)).not.toHaveProperty('group');
  });
});

describe('what is arranged', () => {
  it('is told once, and not when nothing changed', async () => {
    const { arrangement, events, settled } = await three();
    const before = events.length;
    await arrangement.pin('a', true);
    await arrangement.pin('a', true);
    await arrangement.untag('a', ['none']);
    await settled();
    expect(events.slice(before)).toMatchObject([{ type: 'session.changed', session: { name: 'a', pinned: true } }]);
  });

  it('is listed by itself', async () => {
    const { arrangement, sessions } = await three();
    await arrangement.pin('a', true);
    await arrangement.tag('b', ['Bug']);
    const names = (list: readonly SessionInfo[]) => list.map(({ name }) => name);
    expect(names(await sessions.list({ all: false, pinned: true }))).toEqual(['a']);
    expect(names(await sessions.list({ all: false, tag: 'bug' }))).toEqual(['b']);
  });

  it('is there for the next engine', async () => {
    const { arrangement, ground, die, order } = await three();
    await arrangement.pin('a', true);
    await arrangement.tag('a', ['bug']);
    await arrangement.group('a', 'Backend');
    await arrangement.guard('a', true);
    await arrangement.guard('b', true);
    await arrangement.guard('b', false);
    await arrangement.mark('a', 'unread', 'cli');
    await arrangement.move('a', 'after', 'c').then(() => arrangement.pin('a', true));
    expect(await order()).toBe('bca');
    await die();
    const next = await startWorld(ground);
    expect(await next.sessions.show('a', OWNER)).toMatchObject({ pinned: true, tags: ['bug'], unseen: true, guarded: true });
    expect(await next.sessions.show('b', OWNER)).toMatchObject({ guarded: false });
    expect((await next.sessions.list({ all: true })).toSorted((x, y) => (x.rank < y.rank ? -1 : 1)).map(({ name }) => name)).toEqual([
      'b',
      'c',
      'a',
    ]);
  });
});
