import { describe, expect, it } from 'vitest';
import { match } from '#renderer/features/palette/match.ts';
import { ranked } from '#renderer/features/palette/ranked.ts';

const ENTRIES = [
  ['alpha', 'spelling'],
  ['gam', 'work'],
  ['New session'],
  ['Delete session'],
  ['Split pane right'],
  ['Theme: light'],
] as const;

const best = (search: string) =>
  ENTRIES.map((words) => ({ name: words[0], score: match(search, words) })).toSorted((a, b) => b.score - a.score)[0]?.name;

describe('an entry of the palette', () => {
  it.each([
    ['spl', 'Split pane right'],
    ['new', 'New session'],
    ['del', 'Delete session'],
    ['light', 'Theme: light'],
    ['gam', 'gam'],
    ['del ses', 'Delete session'],
    ['alpha', 'alpha'],
  ])('is found by the words that are seen: %s', (search, expected) => {
    expect(best(search)).toBe(expected);
  });

  it('is not found by letters strewn over its words', () => {
    expect(match('lght', ['Split pane right'])).toBe(0);
  });
});

describe('what a search finds', () => {
  it('comes best first, and in its own order where it fits equally well', () => {
    const found = ranked(['b of many', 'nothing', 'a of many', 'many'], (name) => match('many', [name]));
    expect(found.map(({ entry }) => entry)).toEqual(['many', 'b of many', 'a of many']);
  });
});
