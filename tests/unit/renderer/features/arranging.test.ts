import { describe, expect, it } from 'vitest';
import { canDrop, type DropPlace, groupStep, orderWith, stepFrom } from '#renderer/features/sessions/arranging.ts';
import { groupSessions } from '#renderer/features/sessions/grouping.ts';
import { session } from './session.ts';

const [pinned, asks, own, idle, other] = [
  session(1, 'idle', { pinned: true }),
  session(2, 'waiting'),
  session(3, 'working', { group: 'Team' }),
  session(4, 'idle'),
  session(5, 'idle'),
] as const;
const groups = groupSessions([pinned, asks, own, idle, other]);
const beside = (target: typeof asks): DropPlace => ({ kind: 'beside', other: target.id, where: 'after' });
const into = (key: string): DropPlace => ({ kind: 'into', key });

describe('what is dragged', () => {
  it('may go among the pinned and into a group, from everywhere', () => {
    for (const one of [asks, idle]) {
      expect(canDrop([one], beside(pinned), groups)).toBe(true);
      expect(canDrop([one], beside(own), groups)).toBe(true);
      expect(canDrop([one], into('own Team'), groups)).toBe(true);
    }
  });

  it('may not go where its need or its folder does not put it', () => {
    expect(canDrop([idle], beside(asks), groups)).toBe(false);
    expect(canDrop([own], into('folder /a'), groups)).toBe(false);
    expect(canDrop([asks, idle], beside(other), groups)).toBe(false);
    expect(canDrop([pinned], beside(idle), groups)).toBe(true);
    expect(canDrop([idle], into('folder /gone'), groups)).toBe(false);
  });

  it('is put in order among its own, and not beside itself', () => {
    expect(canDrop([idle], beside(other), groups)).toBe(true);
    expect(canDrop([idle, other], beside(other), groups)).toBe(false);
  });
});

describe('a step', () => {
  it('is one place in the group, and none at its end', () => {
    expect(stepFrom(other.id, -1, groups)).toEqual({ kind: 'beside', other: idle.id, where: 'before' });
    expect(stepFrom(idle.id, 1, groups)).toEqual({ kind: 'beside', other: other.id, where: 'after' });
    expect(stepFrom(idle.id, -1, groups)).toBeNull();
    expect(stepFrom(own.id, 1, groups)).toBeNull();
  });
});

describe('a whole group', () => {
  const [zoo, b] = [session(6, 'idle', { group: 'Zoo' }), session(7, 'idle', { cwd: '/b' })];
  const all = [pinned, asks, own, idle, zoo, b];
  const keys = (order: readonly string[]) => groupSessions(all, order).map(({ key }) => key);
  const named = groupSessions(all);

  it('is put beside another of its kind, and stays there when others come', () => {
    const order = orderWith(named, 'own Zoo', { other: 'own Team', where: 'before' }) ?? [];
    expect(keys(order)).toEqual(['pinned', 'needs-you', 'own Zoo', 'own Team', 'folder /a', 'folder /b']);
    const more = groupSessions([...all, session(8, 'idle', { group: 'Alpha' })], order);
    expect(more.map(({ key }) => key)).toEqual(['pinned', 'needs-you', 'own Zoo', 'own Team', 'own Alpha', 'folder /a', 'folder /b']);
    expect(keys(orderWith(named, 'folder /a', { other: 'folder /b', where: 'after' }) ?? [])).toEqual([
      'pinned',
      'needs-you',
      'own Team',
      'own Zoo',
      'folder /b',
      'folder /a',
    ]);
  });

  it('is not put among those of another kind, nor where needs stand', () => {
    for (const [key, other] of [
      ['own Zoo', 'folder /a'],
      ['own Zoo', 'needs-you'],
      ['needs-you', 'pinned'],
      ['own Zoo', 'own Zoo'],
      ['own Gone', 'own Zoo'],
    ] as const) {
      expect(orderWith(named, key, { other, where: 'before' })).toBeNull();
    }
  });

  it('is moved by steps, to the end of its kind', () => {
    expect(groupStep('own Zoo', -1, named)).toEqual({ kind: 'group', other: 'own Team', where: 'before' });
    expect(groupStep('own Zoo', 1, named)).toBeNull();
    expect(groupStep('folder /a', -1, named)).toBeNull();
    expect(groupStep('needs-you', 1, named)).toBeNull();
  });
});
