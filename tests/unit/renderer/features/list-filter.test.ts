import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FILTER_KEYS,
  filterOf,
  hasTerm,
  termAt,
  termsOf,
  toggleTerm,
  valuesOf,
  withTermAt,
  writeTerm,
} from '#renderer/features/sessions/list-filter.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { session } from './session.ts';

const words = {
  condition: (one: string) => (one === 'unread' ? '未读' : one),
  state: () => 'Waits for you',
  detail: (one: SessionInfo) => one.stateInfo.detail ?? '',
};

describe('a search in the list', () => {
  const one = session(1, 'waiting', {
    name: 'Plan the beds',
    cwd: '/home/ada/my garden',
    tags: ['Bug', 'two words'],
    group: 'Backend',
    unseen: true,
    pinned: true,
  });
  it.each([
    ['plan', true],
    ['BEDS garden', true],
    ['waits plan', true],
    ['kimi', true],
    ['plan tomatoes', false],
    ['two bug', true],
    ['tag:bug', true],
    ['tag:bu plan', true],
    ['tag:bug tag:"two words"', true],
    ['tag:bug tag:other', false],
    ['is:needs-you', true],
    ['is:failed is:waiting', true],
    ['is:failed', false],
    ['is:未读', true],
    ['IS:PINNED', true],
    ['folder:garden', true],
    ['folder:"my garden"', true],
    ['folder:shed', false],
    ['group:back agent:kimi', true],
    ['group:front', false],
    ['agent:shell', false],
    ['tag:', true],
    ['"the beds"', true],
    ['"beds the"', false],
    ['hotel:x', false],
  ])('for %s: %s', (search, found) => {
    expect(filterOf(search, words)(one)).toBe(found);
  });
});

describe('terms of a search', () => {
  const value = fc.stringMatching(/^[a-z漢 /.:-]{1,12}$/).filter((text) => text.trim() === text && text !== '');
  const key = fc.constantFrom(...FILTER_KEYS);

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 5 }), (terms) => {
        const search = terms.map(([k, v]) => writeTerm(k, v)).join(' ');
        expect(termsOf(search).map((term) => [term.key, term.value])).toEqual(terms);
      }),
    );
  });

  it('are put in and taken out again without touching the others', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), key, value, (plain, k, v) => {
        const before = plain.map((word) => `"${word}"`).join(' ');
        const added = toggleTerm(before, k, v);
        expect(hasTerm(added, k, v)).toBe(true);
        expect(toggleTerm(added, k, v).trim()).toBe(before);
      }),
    );
  });

  it('are completed where the caret is', () => {
    expect(termAt('plan tag:bu more', 11)).toMatchObject({ key: 'tag', value: 'bu' });
    expect(termAt('plan tag:bu more', 3)).toBeNull();
    expect(termAt('tag:', 4)).toMatchObject({ key: 'tag', value: '' });
    expect(withTermAt('plan tag:tw more', { start: 5, end: 11 }, 'tag', 'two words')).toBe('plan tag:"two words" more');
  });

  it('have the values that there are, most used first', () => {
    const sessions = [session(1, 'idle', { tags: ['a', 'b'] }), session(2, 'idle', { tags: ['b'] })];
    expect(valuesOf('tag', sessions)).toEqual(['b', 'a']);
    expect(valuesOf('folder', sessions)).toEqual(['/a']);
  });
});
