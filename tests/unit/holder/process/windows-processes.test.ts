import { expect, test } from 'vitest';
import { markIn } from '../../../../src-main/holder/process/mark.ts';
import { withLivingParents } from '../../../../src-main/holder/process/windows-processes.ts';

/** Of today's size: two that are one apart are the same double. */
const at = (step: number) => String(134_397_618_316_340_100n + BigInt(step));

test('a parent on Windows counts only while it runs, and when it was there before its child', () => {
  const all = [
    { pid: 0, parent: 0, startTime: '' },
    { pid: 4, parent: 0, startTime: '' },
    { pid: 100, parent: 4, startTime: at(1) },
    { pid: 104, parent: 100, startTime: at(1) },
    { pid: 108, parent: 100, startTime: at(0) },
    { pid: 112, parent: 900, startTime: at(5) },
    { pid: 116, parent: 116, startTime: at(5) },
    { pid: 120, parent: 100, startTime: '' },
  ];
  expect(withLivingParents(all).map(({ pid, parent }) => [pid, parent])).toEqual([
    [4, 0],
    [100, 4],
    [104, 100],
    [108, 0],
    [112, 0],
    [116, 0],
    [120, 100],
  ]);
});

test('a mark is found wherever it stands in an environment, by its whole name', () => {
  expect(markIn('KIMI_SHELL_CHILD=trm_a\0PATH=x\0')).toBe('trm_a');
  expect(markIn('PATH=x\0KIMI_SHELL_CHILD=trm_a')).toBe('trm_a');
  expect(markIn('NOT_KIMI_SHELL_CHILD=trm_a\0')).toBeUndefined();
  expect(markIn('')).toBeUndefined();
});
