import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { isAlive, ProcessTable, parsePs, parseStat, startTimeOf } from '../../../../src-main/holder/process/process-list.ts';
import { parseProcessFile } from '../../../../src-main/holder/spool/files.ts';

const STAT = '4711 (a (weird) name) S 1 4711 4711 34816 4711 4194304 95 0 0 0 0 0 0 0 20 0 1 0 123456 2580480 213 18446744073709551615';

describe('the list of processes', () => {
  test('reads the kernel’s line, whatever the program is called', () => {
    expect(parseStat(STAT)).toEqual({ pid: 4711, parent: 1, group: 4711, session: 4711, startTime: '123456' });
    expect(parseProcessFile(`${STAT}\n`)).toEqual({ pid: 4711, startTime: '123456' });
  });

  test('leaves out those that have ended and wait to be noticed, and lines that are none', () => {
    expect(parseStat(STAT.replace(') S', ') Z'))).toBeNull();
    expect(parseStat('')).toBeNull();
    expect(parseStat('4711 (cut')).toBeNull();
  });

  test('reads what ps prints on a Mac', () => {
    const text =
      '    1     0     1 Ss   Fri Nov 21 08:24:00 2025    \n  812     1   812 S+   Fri Nov 21 09:00:01 2025\n  900   812   812 Z    Fri Nov 21 09:00:02 2025\n';
    expect(parsePs(text)).toEqual([
      { pid: 1, parent: 0, group: 1, session: 0, startTime: 'Fri Nov 21 08:24:00 2025' },
      { pid: 812, parent: 1, group: 812, session: 0, startTime: 'Fri Nov 21 09:00:01 2025' },
    ]);
  });

  test('a process record without the kernel’s line has the start time on its second line', () => {
    expect(parseProcessFile('812\nFri Nov 21 09:00:01 2025\n')).toEqual({ pid: 812, startTime: 'Fri Nov 21 09:00:01 2025' });
    expect(parseProcessFile('812\n')).toEqual({ pid: 812, startTime: '' });
    expect(parseProcessFile('')).toBeNull();
    expect(parseProcessFile('nonsense')).toBeNull();
  });

  test('finds this process, and tells it from an earlier one of its number', async () => {
    const startTime = await startTimeOf(process.pid);
    expect(startTime).toMatch(/./);
    expect((await new ProcessTable().list()).find(({ pid }) => pid === process.pid)).toMatchObject({ startTime });
    expect(await isAlive({ pid: process.pid, startTime: startTime! })).toBe(true);
    expect(await isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
    // Above the largest process number of Linux.
    expect(await isAlive({ pid: 2 ** 22 + 1, startTime: '1' })).toBe(false);
  });

  test('is made once for all who ask while another is being made, and is never older than the question', async () => {
    const table = new ProcessTable();
    const first = table.list();
    const second = table.list();
    const third = table.list();
    expect(await second).toBe(await third);
    expect(await second).not.toBe(await first);
    expect(await table.list()).not.toBe(await second);
  });

  test('knows whose child a process is by its environment', async () => {
    for (const env of [{ KIMI_SHELL_CHILD: 'mine' }, { A: 'b', KIMI_SHELL_CHILD: 'mine', C: 'd' }, { NOT_KIMI_SHELL_CHILD: 'mine' }]) {
      const child = spawn('/bin/sleep', ['60'], { env });
      try {
        await new Promise((resolve) => child.once('spawn', resolve));
        const found = (await new ProcessTable().list()).find(({ pid }) => pid === child.pid);
        expect(found?.mark).toBe('NOT_KIMI_SHELL_CHILD' in env ? undefined : 'mine');
      } finally {
        child.kill('SIGKILL');
      }
    }
  });
});
