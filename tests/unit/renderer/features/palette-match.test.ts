import { describe, expect, it } from 'vitest';
import { match } from '#renderer/features/palette/match.ts';

const ENTRIES = [
  ['ses_01M7WRVHGPX381ZH6M5JV2K4VT', ['alpha', 'spelling']],
  ['ses_01M7NEWDELSPLLIGHT0000000', ['gam', 'work']],
  ['session.new', ['New session']],
  ['session.delete', ['Delete session']],
  ['pane.split-right', ['Split pane right']],
  ['view.theme-light', ['Theme: light']],
] as const;

const best = (search: string) =>
  ENTRIES.map(([value, keywords]) => ({ name: keywords[0], score: match(value, search, keywords) })).toSorted(
    (a, b) => b.score - a.score,
  )[0]?.name;

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

  it('is not found by its id, nor by letters strewn over its words', () => {
    expect(match('ses_01M7', 'ses_', ['alpha', 'work'])).toBe(0);
    expect(match('pane.split-right', 'lght', ['Split pane right'])).toBe(0);
  });
});
