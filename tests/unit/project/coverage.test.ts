import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { judge } from '../../../scripts/lib/coverage.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const lines = (total: number, covered: number) => ({ lines: { total, covered, pct: (100 * covered) / total } });
const SUMMARY = {
  total: lines(100, 60),
  [resolve(ROOT, 'src-main/a.ts')]: lines(50, 45),
  [resolve(ROOT, 'src-main/b.ts')]: lines(40, 5),
  [resolve(ROOT, 'src-shared/c.ts')]: lines(10, 10),
};

it('what tests reach is enough at the floor, and not below it', () => {
  expect(judge(SUMMARY, 60)).toMatchObject({ percent: 60, enough: true });
  expect(judge(SUMMARY, 61)).toMatchObject({ percent: 60, enough: false });
});

it('the files where most is missing are named first, and whole ones not at all', () => {
  expect(judge(SUMMARY, 60).worst.map(({ file, missed }) => [file.replaceAll('\\', '/'), missed])).toEqual([
    ['src-main/b.ts', 35],
    ['src-main/a.ts', 5],
  ]);
});
