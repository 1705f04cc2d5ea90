import { describe, expect, it } from 'vitest';
import { stepsTaken } from '#renderer/features/welcome/demo-steps.ts';
import { decodeHabits, encodeHabits, NO_HABITS, withUse, worthOf } from '#renderer/state/habits.ts';
import type { SessionInfo } from '#shared/contract/index.ts';

const WEEK = 7 * 24 * 3_600_000;

describe('habits', () => {
  it('come back as they were saved, and are none when they cannot be read', () => {
    const habits = { ...withUse(NO_HABITS, 'theme.dark', 5), welcomed: true, demo: { done: ['start' as const], dismissed: false } };
    expect(decodeHabits(encodeHabits(habits))).toEqual(habits);
    for (const json of [null, 'no json', '[]', '{"v":2,"welcomed":true}']) expect(decodeHabits(json)).toEqual(NO_HABITS);
    expect(decodeHabits('{"v":1,"welcomed":true,"uses":{"a":"much"}}')).toEqual({ ...NO_HABITS, welcomed: true });
  });

  it('count a use half after a week, so that what was used often long ago makes way for what is used now', () => {
    let habits = NO_HABITS;
    for (let i = 0; i < 3; i += 1) habits = withUse(habits, 'old', 0);
    expect(worthOf(habits.uses.old, 0)).toBe(3);
    expect(worthOf(habits.uses.old, WEEK)).toBe(1.5);
    habits = withUse(withUse(habits, 'new', 3 * WEEK), 'old', 0);
    expect(worthOf(habits.uses.new, 3 * WEEK)).toBeGreaterThan(worthOf(habits.uses.old, 3 * WEEK));
    expect(worthOf(undefined, 0)).toBe(0);
  });
});

describe('the steps of the demo', () => {
  const session = (state: SessionInfo['state'], agent: SessionInfo['agent'] = 'kimi') => ({
    id: 'ses_00000000000000000000000001' as const,
    agent,
    state,
    terminals: [],
  });

  it('are taken when they have happened, and not by a shell', () => {
    expect(stepsTaken([], [session('idle', 'shell')], true)).toEqual([]);
    expect(stepsTaken([], [session('starting')], false)).toEqual(['start']);
    expect(stepsTaken([session('waiting')], [session('working')], false)).toEqual(['start', 'answer']);
    expect(stepsTaken([session('waiting')], [session('waiting')], false)).toEqual(['start']);
    // Who stops it has not answered.
    expect(stepsTaken([session('waiting')], [session('exited')], false)).toEqual(['start']);
  });

  it('know a session that was there before the page', () => {
    expect(stepsTaken([], [session('idle')], true)).toEqual(['start', 'reload']);
    expect(stepsTaken([], [session('exited')], true)).toEqual(['start']);
  });
});
