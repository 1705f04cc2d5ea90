import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { oneLine, pairs, table } from '#main/hosts/cli/output/table.ts';

const COLUMNS = [{ title: 'NAME' }, { title: 'N', align: 'right' as const }, { title: 'FOLDER', shrinks: 'start' as const }];

/** Column, in cells, at which a text begins in a line. */
const cellOf = (line: string, text: string) => stringWidth(line.slice(0, line.indexOf(text)));

describe('a table', () => {
  it('aligns by cells: Chinese takes two, a joined emoji two, an accent none', () => {
    const text = table(COLUMNS, [
      ['plain', '1', '/a'],
      ['修复测试', '22', '/b'],
      ['👩‍👩‍👧 cafe\u0301', '333', '/c'],
    ]);
    const lines = text.split('\n');
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map((line, index) => cellOf(line, ['FOLDER', '/a', '/b', '/c'][index]!))).size).toBe(1);
  });

  it('cuts nothing when a program reads it', () => {
    const folder = `/${'long/'.repeat(60)}end`;
    expect(table(COLUMNS, [['x', '1', folder]])).toContain(folder);
  });

  it('cuts a path at its start to fit the terminal, at whole characters', () => {
    const lines = table(COLUMNS, [['x', '1', `/home/某人/项目/${'深/'.repeat(40)}源码`]], 40).split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/…\/?.*源码$/);
  });

  it('keeps what a program put into a name from moving the cursor or turning the text around', () => {
    expect(oneLine('a\u001b[2Jb\r\nc\td\u202ee')).toBe('a[2Jb c de');
    expect(table([{ title: 'A' }], [['x\u001b]0;t\u0007y']])).not.toContain('\u001b');
  });

  it('paints cells after measuring them', () => {
    const paint = (cell: string) => `\u001b[1m${cell}\u001b[22m`;
    const [, first, second] = table(
      [{ title: 'A', paint }, { title: 'B' }],
      [
        ['1', 'x'],
        ['22', 'x'],
      ],
    ).split('\n');
    expect(stringWidth(first!)).toBe(stringWidth(second!));
  });

  it('aligns values behind names', () => {
    expect(
      pairs([
        ['名字', 'a'],
        ['id', 'b'],
      ]),
    ).toBe('名字  a\nid    b');
  });
});
