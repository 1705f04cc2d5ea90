import { expect, expectTypeOf, test } from 'vitest';
import { together } from '#shared/messages/together.ts';

test('several catalogues are one, with the last word of the later one, and nothing that is in none of them', () => {
  const all = together({ 'a.one': '1', 'a.two': '2' } as const, { 'a.two': 'zwei', 'b.three': '3' });
  expect(Object.entries(all)).toEqual([
    ['a.one', '1'],
    ['a.two', 'zwei'],
    ['b.three', '3'],
  ]);
  expectTypeOf<keyof typeof all>().toEqualTypeOf<'a.one' | 'a.two' | 'b.three'>();
  expect('constructor' in all).toBe(false);
});
