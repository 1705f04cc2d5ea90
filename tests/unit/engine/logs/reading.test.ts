import { appendFile, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogFilter, wantedLines } from '#main/engine/logs/filter.ts';
import { followLogs, readNewLines } from '#main/engine/logs/follow-logs.ts';
import { openListed } from '#main/engine/logs/open-listed.ts';
import { readLogs } from '#main/engine/logs/read-logs.ts';
import { asideName } from '#main/holder/log/log-files.ts';
import type { LogLine, LogPlace } from '#shared/contract/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-logs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const T0 = Date.UTC(2026, 10, 28, 12);
const line = (at: number, message: string, more: object = {}) =>
  `${JSON.stringify({ level: 'info', process: 'engine', message, timestamp: new Date(T0 + at).toISOString(), ...more })}\n`;
const file = (writer: string) => join(folder, `${writer}.log`);
const all = (filter: LogFilter = {}) => wantedLines(filter, T0 + 60_000);
const said = (lines: readonly LogLine[]) => lines.map(({ message }) => message);
const read = async (filter: LogFilter = {}, limit = 1000, before?: LogPlace) => readLogs(folder, { wanted: all(filter), limit, before });

describe('reading the logs', () => {
  it('finds nothing where there is no folder', async () => {
    expect(await readLogs(join(folder, 'none'), { wanted: all(), limit: 10 })).toEqual({ lines: [], older: null, end: {} });
  });

  it('is in the order of time over all files, those that were put aside among them', async () => {
    await writeFile(asideName(file('engine')), line(1, 'a') + line(4, 'd'));
    await writeFile(file('engine'), line(6, 'f'));
    await writeFile(file('holder'), line(2, 'b', { process: 'holder' }) + line(5, 'e', { process: 'holder' }));
    await writeFile(file('desktop'), line(3, 'c'));
    await writeFile(join(folder, 'notes.txt'), line(0, 'not ours'));
    expect(said((await read()).lines)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('names a file that cannot be opened', async () => {
    const path = file('engine');
    await symlink('engine.log', path);
    const listed = { path, writer: 'engine', aside: null, bytes: 1, changedAt: T0, id: '1' };
    await expect(openListed(listed)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', context: { path, reason: 'ELOOP' } });
  });

  it('is in the order of writing where a file was put aside within a millisecond', async () => {
    await writeFile(asideName(file('engine')), line(1, 'a') + line(1, 'b'));
    await writeFile(file('engine'), line(1, 'c') + line(1, 'd'));
    expect(said((await read()).lines)).toEqual(['a', 'b', 'c', 'd']);
    const { lines, older } = await read({}, 1);
    expect(said(lines)).toEqual(['d']);
    expect(said((await read({}, 10, older ?? undefined)).lines)).toEqual(['a', 'b', 'c']);
  });

  it('gives each line with who said it, for which call, and everything that was said besides', async () => {
    await writeFile(file('engine'), line(1, 'x', { level: 'warn', processId: 7, call: 'cal_nightly', pid: 3, list: [1] }));
    expect((await read()).lines).toEqual([
      {
        id: expect.stringMatching(/:0$/),
        at: T0 + 1,
        level: 'warn',
        process: 'engine',
        processId: 7,
        call: 'cal_nightly',
        message: 'x',
        fields: { pid: 3, list: [1] },
      },
    ]);
  });

  it('takes what is no line of ours as a message, at the time of the line beside it, and leaves out one that is being written', async () => {
    await writeFile(file('holder'), `${line(1, 'a')}FATAL ERROR: heap\n\n{"half":\n${line(2, 'b')}{"message":"begun`);
    const { lines } = await read();
    expect(said(lines)).toEqual(['a', 'FATAL ERROR: heap', '{"half":', 'b']);
    expect(lines[1]).toMatchObject({ at: T0 + 2, level: 'error', process: 'holder' });
  });

  it('keeps to level, text, pattern and call', async () => {
    await writeFile(
      file('engine'),
      line(1, 'Disk full', { level: 'error' }) + line(2, 'slow', { level: 'warn', call: 'cal_abcd' }) + line(3, 'fine', { of: 'cal_abcd' }),
    );
    expect(said((await read({ level: 'warn' })).lines)).toEqual(['Disk full', 'slow']);
    expect(said((await read({ text: 'dISK' })).lines)).toEqual(['Disk full']);
    expect(said((await read({ pattern: /sl.w|fin/ })).lines)).toEqual(['slow', 'fine']);
    expect(said((await read({ call: 'cal_abcd' })).lines)).toEqual(['slow']);
  });

  it('reads from a time on, given as an age or as a time', async () => {
    await writeFile(file('engine'), line(0, 'a') + line(30_000, 'b') + line(59_000, 'c'));
    expect(said((await read({ since: '40s' })).lines)).toEqual(['b', 'c']);
    expect(said((await read({ since: '2026-11-28T12:00:45Z' })).lines)).toEqual(['c']);
    await expect(async () => read({ since: 'yesterday' })).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { field: 'since' } });
    // A file that nobody touched since then is not read at all.
    await utimes(file('engine'), 0, 0);
    expect((await read({ since: '40s' })).lines).toEqual([]);
  });

  it('goes on to what is older, with every line once, however files and pieces are cut', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(lengths, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 7 }), async (files, limit) => {
        await rm(folder, { recursive: true });
        folder = await mkdtemp(join(tmpdir(), 'kimi-logs-'));
        let at = 0;
        const written: string[] = [];
        for (const lines of files) {
          const path = asideName(file('engine'));
          for (const length of lines) {
            // Every third has the time of the one before it.
            if (written.length % 3 !== 0) at += 1;
            written.push(`${written.length}`);
            await appendFile(path, line(at, written.at(-1) ?? '', { text: '长'.repeat(length) }));
          }
        }
        const seen: string[] = [];
        for (let before: LogPlace | null | undefined; before !== null; ) {
          const page = await read({}, limit, before);
          expect(page.lines.length).toBeLessThanOrEqual(limit);
          seen.unshift(...said(page.lines));
          before = page.older;
        }
        expect(seen.toSorted()).toEqual(written.toSorted());
      }),
      { numRuns: 25 },
    );
  });
});

describe('following the logs', () => {
  it('begins where a reading ended, and goes through files that are put aside, deleted and begun anew', async () => {
    await writeFile(file('engine'), line(1, 'old'));
    const { end } = await read();
    await appendFile(file('engine'), line(2, 'a'));
    const first = await readNewLines(folder, all(), end);
    await appendFile(file('engine'), line(3, 'b'));
    await rename(file('engine'), asideName(file('engine')));
    await writeFile(file('engine'), `${line(5, 'd')}{"message":"begun`);
    await writeFile(file('holder'), line(4, 'c'));
    const second = await readNewLines(folder, all(), first.end);
    await appendFile(file('engine'), '"}\n');
    const third = await readNewLines(folder, all(), second.end);
    await rm(file('engine'));
    await writeFile(file('engine'), line(6, 'e'));
    const fourth = await readNewLines(folder, all(), third.end);
    expect([first, second, third, fourth].map(({ lines }) => said(lines))).toEqual([['a'], ['b', 'c', 'd'], ['begun'], ['e']]);
  });

  it('tells every line once, whatever is put aside while the files are looked at', async () => {
    const told: string[] = [];
    let end: LogPlace = {};
    let writing = true;
    const written = (async () => {
      for (let i = 0; i < 600; i += 1) {
        await appendFile(file('engine'), line(i, String(i)));
        if (i % 2 === 1) await rename(file('engine'), asideName(file('engine')));
      }
      writing = false;
    })();
    for (let last = false; !last; ) {
      last = !writing;
      const found = await readNewLines(folder, all(), end);
      end = found.end;
      told.push(...said(found.lines));
    }
    await written;
    expect(told.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 600 }, (_, i) => String(i)));
  });

  it('tells what a reading gave or what comes behind it, whatever is put aside while it reads', async () => {
    for (let round = 0; round < 40; round += 1) {
      await appendFile(file('engine'), line(round, String(round)));
      const [found] = await Promise.all([read(), rename(file('engine'), asideName(file('engine')))]);
      const { lines } = await readNewLines(folder, all(), found.end);
      expect(said([...found.lines, ...lines])).toEqual(Array.from({ length: round + 1 }, (_, i) => String(i)));
    }
  });

  it('tells nothing of a line that is too long, whole or while it is being written, and all that comes behind it', async () => {
    const long = 'x'.repeat(2_500_000);
    const told: string[] = [];
    let end: LogPlace = {};
    const catchUp = async () => {
      for (let before = ''; before !== JSON.stringify(end); ) {
        before = JSON.stringify(end);
        const found = await readNewLines(folder, all(), end);
        end = found.end;
        told.push(...said(found.lines));
      }
    };
    await writeFile(file('engine'), `${line(1, long)}${line(2, 'a')}${line(3, long)}`);
    await catchUp();
    await appendFile(file('engine'), `${line(4, 'b')}${long}`);
    await catchUp();
    await appendFile(file('engine'), long);
    await catchUp();
    await appendFile(file('engine'), `\n${line(5, 'c')}`);
    await catchUp();
    expect(told).toEqual(['a', 'b', 'c']);
  });

  it('tells what comes as it comes, only what is wanted, and ends with its signal', async () => {
    const stop = new AbortController();
    const following = followLogs(folder, all({ level: 'error' }), {}, stop.signal);
    const next = following.next();
    await writeFile(file('engine'), line(1, 'no') + line(2, 'yes', { level: 'error' }));
    expect(said((await next).value?.lines ?? [])).toEqual(['yes']);
    const last = following.next();
    stop.abort();
    expect(await last).toEqual({ done: true, value: undefined });
  });
});
