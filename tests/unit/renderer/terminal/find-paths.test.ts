import { describe, expect, it } from 'vitest';
import { findPaths } from '#renderer/terminal/links/find-paths.ts';
import { wordAt } from '#renderer/terminal/links/word-at.ts';

/** What is found, as `path[:line[:column]]`, with what would be underlined. */
const found = (text: string) =>
  findPaths(text).map(({ start, end, path, line, column }) => [
    [path, line, column].filter((part) => part !== undefined).join(':'),
    text.slice(start, end),
  ]);

describe('paths in what programs print', () => {
  it.each([
    ['src/a.ts', ['src/a.ts', 'src/a.ts']],
    ['at src/a.ts:12:5', ['src/a.ts:12:5', 'src/a.ts:12:5']],
    ['src/a.ts:12: error', ['src/a.ts:12', 'src/a.ts:12']],
    ['src/a.ts(12,5): error TS1005', ['src/a.ts:12:5', 'src/a.ts(12,5)']],
    ['see src/a.ts#L12-L20.', ['src/a.ts:12', 'src/a.ts#L12-L20']],
    ['    at run (/w/a.js:10:3)', ['/w/a.js:10:3', '/w/a.js:10:3']],
    ['  File "/w/my app/a.py", line 7, in <module>', ['/w/my app/a.py:7', '/w/my app/a.py", line 7']],
    ["cannot open 'my notes/a.txt'", ['my notes/a.txt', 'my notes/a.txt']],
    ['`src/b.rs:3`', ['src/b.rs:3', 'src/b.rs:3']],
    ['--> ./x/y.rs:3:1', ['./x/y.rs:3:1', './x/y.rs:3:1']],
    ['Makefile:12: *** missing', ['Makefile:12', 'Makefile:12']],
    ['(see package.json).', ['package.json', 'package.json']],
    ['[src/a.ts]', ['src/a.ts', 'src/a.ts']],
    ['app/[slug]/page.tsx', ['app/[slug]/page.tsx', 'app/[slug]/page.tsx']],
    ['修改了 文档/说明.md，完成', ['文档/说明.md', '文档/说明.md']],
    ['已写入「src/a.ts」。', ['src/a.ts', 'src/a.ts']],
    ['│ src/a.ts:4 │', ['src/a.ts:4', 'src/a.ts:4']],
    ['~/notes', ['~/notes', '~/notes']],
    ['.gitignore', ['.gitignore', '.gitignore']],
    ['C:\\work\\a.ts:3', ['C:\\work\\a.ts:3', 'C:\\work\\a.ts:3']],
    ['+++ b/src/a.ts', ['b/src/a.ts', 'b/src/a.ts']],
    ['cd ..; @src/x.ts', ['src/x.ts', 'src/x.ts']],
  ])('%j', (text, expected) => {
    expect(found(text)).toContainEqual(expected);
  });

  it('finds several in a line, in order, none over another', () => {
    expect(found('mv "a b/x.ts" c/y.ts d.ts').map(([path]) => path)).toEqual(['a b/x.ts', 'c/y.ts', 'd.ts']);
  });

  it.each(['hello world', 'took 12:30', '3/4', '100%', 'https://example.com/a.ts', '1.2.3', 'key: value'])('%j has none', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a double click', () => {
  const word = (text: string, on: string) => {
    const found = wordAt(text, text.indexOf(on));
    return found === null ? null : text.slice(found.start, found.end);
  };
  it.each([
    ['see src/a.ts:12:5, then', 'a.ts', 'src/a.ts:12:5'],
    ['open "my notes/a b.txt" now', 'notes', 'my notes/a b.txt'],
    ['见https://example.com/a_(b)?c=d。下文', 'example', 'https://example.com/a_(b)?c=d'],
    ['(https://example.com/a).', 'com', 'https://example.com/a'],
    ['say "hello there" again', 'hello', null],
    ['plain words', 'words', null],
  ])('in %j on %j means %j', (text, on, expected) => {
    expect(word(text, on)).toBe(expected);
  });
});
