import { describe, expect, it } from 'vitest';
import { lostState, stoppedState, unseenAfter } from '../../../../src-main/engine/sessions/state-rules.ts';
import type { SessionState } from '../../../../src-shared/contract/index.ts';

describe('whether an end is still to be looked at', () => {
  it.each([
    ['working', false, 'finished', true],
    ['working', false, 'failed', true],
    ['idle', false, 'exited', true],
    ['finished', false, 'finished', false],
    ['finished', true, 'idle', true],
    ['finished', true, 'working', false],
    ['working', true, 'working', true],
    ['working', false, 'waiting', false],
    ['waiting', true, 'waiting', true],
  ] as const)('%s (unseen %s) → %s: %s', (name, unseen, next, expected) => {
    expect(unseenAfter({ state: { name, since: 5, evidence: [] }, unseen }, { name: next, since: 5 })).toBe(expected);
  });

  it('starts anew with a later end of the same name: the work before it was not watched', () => {
    const state: SessionState = { name: 'finished', since: 5, evidence: [] };
    const before = { state, unseen: false };
    expect(unseenAfter(before, { name: 'finished', since: 6 })).toBe(true);
    expect(unseenAfter(before, { name: 'finished', since: 5 })).toBe(false);
  });
});

it('says of an end that was asked for who asked, and how the program took it', () => {
  const exit = { source: 'process', says: 'ended by SIGHUP', at: 9 } as const;
  const said = { code: 'process.stopped', values: {} };
  expect(stoppedState({ name: 'failed', since: 9, detail: 'ended with code 7', evidence: [exit] }, 8)).toEqual({
    name: 'exited',
    since: 9,
    detail: 'stopped by you',
    said,
    evidence: [{ source: 'process', says: 'stopped by you', said, at: 8 }, exit],
  });
});

it('says of a lost session whether its process lives', () => {
  expect(lostState('survived', 5).evidence[0]?.says).toContain('lives on');
  expect(lostState('survived', 5, 4711).detail).toContain('4711');
  expect(lostState('gone', 5)).toMatchObject({ name: 'exited', since: 5 });
});
