import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstRank, rankAfter, rankBetween } from '../../../../src-main/engine/sessions/rank.ts';

const ulid = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);
/** Where in the list something is put: a part of its length. */
const places = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 60 });

describe('ranks', () => {
  it('have room between any two, however often, and never meet', () => {
    fc.assert(
      fc.property(fc.uniqueArray(ulid, { minLength: 1, maxLength: 8 }), places, (ids, moves) => {
        const ranks = ids.map((id) => firstRank(`ses_${id}`)).sort();
        for (const where of moves) {
          const at = Math.floor(where * ranks.length);
          const rank = rankBetween(ranks[at - 1] ?? null, ranks[at]!);
          expect(rank).toMatch(/^[0-9A-Z]*[1-9A-Z]$/);
          ranks.splice(at, 0, rank);
        }
        expect(ranks).toEqual([...new Set(ranks)].sort());
      }),
    );
  });

  it('stay short when everything is put into the same place', () => {
    let above = firstRank('ses_01J00000000000000000000002');
    for (let i = 0; i < 200; i += 1) above = rankBetween(firstRank('ses_01J00000000000000000000001'), above);
    expect(above.length).toBeLessThan(100);
  });

  it('at the end leave room for sessions that are made later', () => {
    const [old, now, later] = [1, 2, 3].map((n) => firstRank(`ses_0000000000000000000000000${n}`));
    const moved = rankAfter(old!, now!);
    expect([old, moved, later].toSorted()).toEqual([old, moved, later]);
    // The clock was set back: the last one is newer than now.
    expect(rankAfter(later!, now!) > later!).toBe(true);
  });
});
