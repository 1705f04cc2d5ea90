import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { judge } from '../../../scripts/lib/coverage/judge.mjs';
import { linesOf, reachedLines } from '../../../scripts/lib/coverage/lines.mjs';
import { mergeRecords, recordedReach, sourceOf, withoutHintsOfFiles } from '../../../scripts/lib/coverage/records.mjs';
import { spotsOf } from '../../../scripts/lib/coverage/spots.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
/** A file's lines, of which the first `reached` ran. */
const lines = (total: number, reached: number) => new Map(Array.from({ length: total }, (_, i) => [i + 1, i < reached]));
const FILES = new Map([
  ['src-main/a.ts', lines(50, 45)],
  ['src-main/b.ts', lines(40, 5)],
  ['src-shared/c.ts', lines(10, 10)],
]);

it('what tests reach is enough at the floor, and not below it', () => {
  expect(judge(FILES, 60)).toMatchObject({ percent: 60, enough: true });
  expect(judge(FILES, 61)).toMatchObject({ percent: 60, enough: false });
});

it('a percentage is never rounded up to the floor', () => {
  expect(judge(new Map([['src-main/a.ts', lines(10_000, 8_499)]]), 85)).toMatchObject({ percent: 84.9, enough: false });
});

it('the files where most is missing are named first, and whole ones not at all', () => {
  expect(judge(FILES, 60).worst).toEqual([
    { file: 'src-main/b.ts', missed: 35, total: 40 },
    { file: 'src-main/a.ts', missed: 5, total: 50 },
  ]);
});

it('each folder of sources has a percentage of its own', () => {
  expect(judge(FILES, 60).parts).toEqual([
    { part: 'src-main', percent: 55.5 },
    { part: 'src-shared', percent: 100 },
  ]);
});

/** What Istanbul says of statements, each from a column to the end of its line, and how often they ran. */
const coverage = (...statements: readonly { line: number; column?: number; ran?: number }[]) => ({
  statementMap: Object.fromEntries(
    statements.map(({ line, column = 0 }, i) => [i, { start: { line, column }, end: { line, column: null } }]),
  ),
  s: Object.fromEntries(statements.map(({ ran = 0 }, i) => [i, ran])),
});

it('a line ran when one of the statements that begin in it did', () => {
  expect([...linesOf(coverage({ line: 3 }, { line: 3, ran: 2 }, { line: 4 }))]).toEqual([
    [3, true],
    [4, false],
  ]);
});

it('a line is reached when any report or record has it, and only lines that vitest knows count', () => {
  const reached = reachedLines(
    [
      ['src-main/a.ts', coverage({ line: 1, ran: 1 }, { line: 2 }, { line: 3 }, { line: 4 })],
      ['src-main/a.ts', coverage({ line: 1 }, { line: 2, ran: 1 }, { line: 3 }, { line: 4 })],
    ],
    [
      [
        'src-main/a.ts',
        new Map([
          [1, false],
          [3, true],
          [9, true],
        ]),
      ],
      ['node_modules/b.js', new Map([[1, true]])],
    ],
    [],
  );
  expect([...reached]).toEqual([
    [
      'src-main/a.ts',
      new Map([
        [1, true],
        [2, true],
        [3, true],
        [4, false],
      ]),
    ],
  ]);
});

it('what ran of a minified page counts for the statement that it is in, not for one that it only stands before', () => {
  const reached = reachedLines(
    [['src-renderer/a.ts', coverage({ line: 1, column: 4 }, { line: 2, column: 20 }, { line: 3, column: 2 })]],
    [],
    [
      [
        'src-renderer/a.ts',
        new Map([
          [1, new Set([4, 9])],
          [2, new Set([2, 8])],
          [7, new Set([0])],
        ]),
      ],
    ],
  );
  expect([...(reached.get('src-renderer/a.ts') ?? [])]).toEqual([
    [1, true],
    [2, false],
    [3, false],
  ]);
});

it('the places that ran are found by the map, where a minifier left nothing of the statements', () => {
  // Line 1 column 0, line 2 column 2, line 3 column 4 of a.ts: the three parts of one statement.
  const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,IACE,IACE' };
  const range = (startOffset: number, endOffset: number, count: number) => ({ startOffset, endOffset, count });
  const found = spotsOf('a()?b():c()', map, [{ ranges: [range(0, 11, 1), range(4, 8, 0)] }]);
  expect(found).toEqual(
    new Map([
      [
        'a.ts',
        new Map([
          [1, new Set([0])],
          [3, new Set([4])],
        ]),
      ],
    ]),
  );
});

it('scripts are told by their address: sources, bundles, and the copies of bundles that a data folder has', () => {
  const url = (path: string) => pathToFileURL(join(ROOT, path)).href;
  expect(sourceOf(url('src-main/holder/entry.ts'))).toBe('src-main/holder/entry.ts');
  expect(sourceOf(url('out/main/chunks/run-1.js'))).toBe('out/main/chunks/run-1.js');
  expect(sourceOf('file:///tmp/data/runtime/0123456789abcdef/chunks/run-1.js')).toBe('out/main/chunks/run-1.js');
  expect(sourceOf('file:///tmp/data/runtime/0123456789abcdef/renderer/assets/index-1.js')).toBeNull();
  expect(sourceOf(url('node_modules/zod/index.js'))).toBeNull();
  expect(sourceOf('node:fs')).toBeNull();
});

it('a library that wants its file left out does not take the bundle along, and no byte moves', () => {
  expect(withoutHintsOfFiles('/* istanbul ignore file */ a; // v8 ignore next')).toBe('/* istanbul IGNORE file */ a; // v8 ignore next');
});

it('records are put together into one, without what others or other builds ran, and what was half written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-records-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const source = 'src-shared/call-id.ts';
  const code = await readFile(join(ROOT, source), 'utf8');
  const url = pathToFileURL(join(ROOT, source)).href;
  const script = (ranges: readonly (readonly [number, number, number])[], of = url) => ({
    url: of,
    functions: ranges.map(([startOffset, endOffset, count]) => ({
      functionName: '',
      isBlockCoverage: true,
      ranges: [{ startOffset, endOffset, count }],
    })),
  });
  const body = code.indexOf('{', code.indexOf('export function'));
  const whole = [0, code.length, 1] as const;
  const record = (name: string, result: readonly object[]) => writeFile(join(folder, name), JSON.stringify({ result }));
  const ran = async () => {
    mergeRecords(folder);
    expect(await readdir(folder)).toEqual(['merged.json']);
    const found = (await recordedReach(folder)).lines.filter(([file]) => file === source);
    return found.flatMap(([, of]) => [...of.values()]).filter((line) => line).length;
  };
  // A copy of an older source, which was longer or shorter: its offsets mean other lines.
  await record('older.json', [script([[0, 10, 1]])]);
  await record('foreign.json', [script([whole], 'file:///somewhere/else.js')]);
  await writeFile(join(folder, 'killed.json'), '{"result":[{"scri');
  expect(await ran()).toBe(0);
  await record('one.json', [script([whole, [body, code.length, 0]])]);
  const before = await ran();
  expect(before).toBeGreaterThan(0);
  await record('two.json', [script([whole, [body, code.length, 1]])]);
  expect(await ran()).toBeGreaterThan(before);
});
