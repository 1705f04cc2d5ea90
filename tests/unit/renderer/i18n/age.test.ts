import { describe, expect, it } from 'vitest';
import { ageText, nextTick } from '#renderer/i18n/age.ts';
import { folderName, formatBytes } from '#renderer/i18n/format.ts';

const S = 1_000;
const M = 60 * S;

describe('ages', () => {
  it.each([
    [0, 'window.age.seconds', 0],
    [59 * S, 'window.age.seconds', 59],
    [M, 'window.age.minutes', 1],
    [59 * M + 59 * S, 'window.age.minutes', 59],
    [60 * M, 'window.age.hours', 1],
    [24 * 60 * M, 'window.age.days', 1],
    [-5 * S, 'window.age.seconds', 0],
  ])('of %i ms read %s %i', (age, key, value) => {
    expect(ageText(1_000_000, 1_000_000 + age)).toEqual({ key, values: { value } });
  });

  it('tick each second only while something is younger than a minute', () => {
    expect(nextTick(10 * M, [10 * M - 5 * S, 0])).toBe(S);
    expect(nextTick(10 * M + 20 * S, [0, 3 * M])).toBe(40 * S);
  });

  it('do not tick when none is shown', () => {
    expect(nextTick(0, [])).toBeNull();
  });
});

describe('sizes', () => {
  it('carry a unit', () => {
    expect([0, 1023, 1024, 1_536, 200 * 1024, 5 * 1024 ** 3].map((n) => formatBytes(n, 'en'))).toEqual([
      '0 B',
      '1,023 B',
      '1 KiB',
      '1.5 KiB',
      '200 KiB',
      '5 GiB',
    ]);
  });
});

describe('the name of a folder', () => {
  it('is the last part of its path, for both kinds of slash', () => {
    expect(['/home/ann/app', '/home/ann/app/', 'C:\\work\\app', '/'].map(folderName)).toEqual(['app', 'app', 'app', '/']);
  });
});
