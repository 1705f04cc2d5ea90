import { describe, expect, it } from 'vitest';
import { groupSessions } from '#renderer/features/sessions/grouping.ts';
import { between, cameDown, type ListRow, rowsOf, startsOf } from '#renderer/features/sessions/list-rows.ts';
import { session } from './session.ts';

describe('the rows of the list', () => {
  const groups = groupSessions([session(1, 'waiting'), session(2, 'idle', { cwd: '/b' }), session(3, 'idle', { cwd: '/a' })]);
  const shape = (folded: string[] = []) =>
    rowsOf(groups, new Set(folded)).map((row) => (row.kind === 'heading' ? row.key : `- ${row.id.slice(-1)} ${row.showFolder}`));

  it('are headings and sessions; a folder is named where the heading does not', () => {
    expect(shape()).toEqual(['needs-you', '- 1 true', 'folder /a', '- 3 false', 'folder /b', '- 2 false']);
  });

  it('are the heading alone where a group is folded', () => {
    expect(shape(['folder /a'])).toEqual(['needs-you', '- 1 true', 'folder /a', 'folder /b', '- 2 false']);
  });

  it('each have a key of their own, also for a folder with the name of a need', () => {
    const rows = rowsOf(groupSessions([session(1, 'waiting'), session(2, 'idle', { cwd: 'needs-you' })]), new Set());
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });
});

describe('choosing from one row to another', () => {
  const order = [session(1, 'idle').id, session(2, 'idle').id, session(3, 'idle').id];
  const [a, b, c] = order as [(typeof order)[0], (typeof order)[0], (typeof order)[0]];

  it('takes all between, upwards too', () => {
    expect(between(order, a, c)).toEqual(order);
    expect(between(order, c, b)).toEqual([b, c]);
  });

  it('begins at the row itself when the other one is gone', () => {
    expect(between([b, c], a, c)).toEqual([c]);
  });
});

describe('the place that is read', () => {
  const starts = (keys: string) =>
    startsOf(
      [...keys].map((key): ListRow => ({ kind: 'session', key, id: session(1, 'idle').id, showFolder: true })),
      () => 10,
    );

  it('comes down by what came above it, and up by what went', () => {
    expect(cameDown(starts('abcdefgh'), starts('xyabcdefgh'), 20, 60)).toBe(20);
    expect(cameDown(starts('abcdefgh'), starts('bcdefgh'), 20, 60)).toBe(-10);
    expect(cameDown(starts('abcdefgh'), starts('abcdefghi'), 20, 60)).toBe(0);
  });

  it('stays when one of its rows goes elsewhere or away', () => {
    expect(cameDown(starts('abcdefgh'), starts('abdefghc'), 20, 70)).toBe(-10);
    expect(cameDown(starts('abcdefgh'), starts('abcdegh'), 20, 70)).toBe(0);
    expect(cameDown(starts('abcdefgh'), starts('eabcdfgh'), 0, 50)).toBe(10);
  });

  it('is nowhere when nothing of it is left', () => {
    expect(cameDown(starts('abcdefgh'), starts('abxyz'), 20, 60)).toBe(0);
  });
});
