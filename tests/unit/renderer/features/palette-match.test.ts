import { describe, expect, it } from 'vitest';
import { match, matching, searchable } from '#renderer/features/palette/match.ts';
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

describe('what a search finds among many', () => {
  const many = Array.from({ length: 100 }, (_, index) => `session ${index} of many`);
  const found = (search: string, names: readonly string[] = many) =>
    matching(
      searchable(names, (name) => [name, 'work']),
      search,
      25,
    ).map(({ entry }) => entry);

  it('is what has it at the beginning of a word, where that fills the list', () => {
    expect(found('Session')).toEqual(many);
    expect(found('of-m')).toEqual(many);
    expect(found('session', ['my session', ...many])[100]).toBe('my session');
    expect(found('wor')).toEqual(many);
  });

  it('is else what the letters lead to, as among few', () => {
    for (const search of ['session 42', 's 42', 'sesion 42', 'ession 42', 'snw', 'xq']) {
      const among = ranked(many, (name) => match(search, [name, 'work'])).map(({ entry }) => entry);
      expect(found(search), search).toEqual(among);
    }
    expect(found('s 42')[0]).toBe('session 42 of many');
  });
});
