import { describe, expect, it } from 'vitest';
import { byUse, withUseScore } from '#renderer/features/palette/by-use.ts';

const DAY = 24 * 3_600_000;
const uses = { b: { score: 3, at: 0 }, c: { score: 2, at: 20 * DAY } };

describe('the palette', () => {
  it('lists what is used often and of late first, and the rest in its own order', () => {
    const entries = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
    expect(byUse(entries, uses, 0).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd']);
    expect(byUse(entries, uses, 20 * DAY).map(({ id }) => id)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('lets use decide between answers that are about as good, and never brings up what does not fit', () => {
    expect(withUseScore(0.5, 'b', uses, 0)).toBeGreaterThan(withUseScore(0.55, 'a', uses, 0));
    expect(withUseScore(0.5, 'b', uses, 0)).toBeLessThan(withUseScore(0.9, 'a', uses, 0));
    expect(withUseScore(0, 'b', uses, 0)).toBe(0);
  });
});
