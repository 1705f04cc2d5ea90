import { expect, test } from 'vitest';
import { HeldInput } from '../../../src-shared/terminal/held-input.ts';

const sizes = (pieces: readonly Uint8Array[]) => pieces.map(({ length }) => length);

test('what was typed is handed over in order, once', () => {
  const held = new HeldInput();
  expect([held.hold(new Uint8Array(1)), held.hold(new Uint8Array(2))]).toEqual([true, true]);
  expect(sizes(held.take())).toEqual([1, 2]);
  expect(held.take()).toEqual([]);
});

test('nothing is kept that comes after a refused piece, until what was kept is taken', () => {
  const held = new HeldInput();
  expect(held.hold(new Uint8Array(60 * 1024))).toBe(true);
  expect(held.hold(new Uint8Array(64 * 1024))).toBe(false);
  expect(held.hold(new Uint8Array(3 * 1024))).toBe(false);
  expect(sizes(held.take())).toEqual([60 * 1024]);
  expect(held.hold(new Uint8Array(3 * 1024))).toBe(true);
});
