import { describe, expect, it } from 'vitest';
import { newlyNeeding, stillNeeding } from '#renderer/features/sessions/announced.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { session } from './session.ts';

const byId = (...sessions: SessionInfo[]) => Object.fromEntries(sessions.map((one) => [one.id, one]));
const asks = (n: number, since: number, detail: string) =>
  session(n, 'waiting', { stateInfo: { name: 'waiting', since, detail, evidence: [] } });

describe('what a screen reader is told of', () => {
  it('is each session that comes to need the person, once', () => {
    const first = newlyNeeding([], [asks(1, 10, 'rm -r build'), session(2, 'working')]);
    expect(first.map(({ name }) => name)).toEqual(['s1']);
    expect(newlyNeeding(first, [asks(1, 10, 'rm -r build'), session(2, 'working')])).toBe(first);
    expect(newlyNeeding(first, [asks(1, 10, 'rm -r build'), asks(2, 20, 'git push')]).map(({ name }) => name)).toEqual(['s1', 's2']);
  });

  it('is gone as soon as it is answered, deleted or asks something else, and comes again when it needs the person again', () => {
    const told = newlyNeeding([], [asks(1, 10, 'rm -r build'), asks(2, 20, 'git push'), asks(3, 30, 'make')]);
    const left = stillNeeding(told, byId(session(1, 'working'), asks(2, 20, 'git push --force')));
    expect(left).toEqual([]);
    expect(newlyNeeding(left, [asks(2, 20, 'git push --force')]).map(({ stateInfo }) => stateInfo.detail)).toEqual(['git push --force']);
    expect(newlyNeeding(left, [asks(1, 40, 'rm -r build')])).toHaveLength(1);
  });

  it('stays as it was told while it is true', () => {
    const told = newlyNeeding([], [asks(1, 10, 'make')]);
    expect(stillNeeding(told, byId({ ...asks(1, 10, 'make'), name: 'renamed', updatedAt: 99 }))).toBe(told);
  });
});
