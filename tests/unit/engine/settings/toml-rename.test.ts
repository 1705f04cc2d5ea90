import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseToml } from '#main/engine/settings/toml-edit.ts';
import { renameTomlKey } from '#main/engine/settings/toml-rename.ts';

const rename = (text: string) => renameTomlKey(text, ['spool', 'keepMiB'], ['recording', 'keepMiB']);

describe('a setting that is renamed', () => {
  it.each([
    ['under its own heading', '# a\n[spool] # b\n# c\nkeepMiB = 5 # d\n', '# a\n[recording] # b\n# c\nkeepMiB = 5 # d\n'],
    ['with another heading behind', '[spool]\r\nkeepMiB=5\r\n\r\n[terminal]\r\n', '[recording]\r\nkeepMiB=5\r\n\r\n[terminal]\r\n'],
    ['as a dotted key', 'theme = "dark"\nspool.keepMiB = 5 # d\n', 'theme = "dark"\nrecording.keepMiB = 5 # d\n'],
    ['with quoted parts', '"spool" . \'keepMiB\'   = 5\n', 'recording.keepMiB   = 5\n'],
    ['in a table in braces', 'spool = { keepMiB = 5 }\n', 'spool = { }\n\n[recording]\nkeepMiB = 5\n'],
    ['beside names that nobody knows', '[spool]\nkeepMiB = 5 # d\nmore = 1\n', '[spool]\nmore = 1\n\n[recording]\nkeepMiB = 5 # d\n'],
    ['where its new table is there', '[recording]\nx = 1\n[spool]\nkeepMiB = 5 # d\n', '[recording]\nx = 1\nkeepMiB = 5 # d\n[spool]\n'],
    ['that has its new name too', '[spool]\nkeepMiB = 5\n[recording]\nkeepMiB = 6 # d\n', '[spool]\n[recording]\nkeepMiB = 6 # d\n'],
    ['with a byte order mark', '\uFEFF[spool]\nkeepMiB = 5\n', '\uFEFF[recording]\nkeepMiB = 5\n'],
    ['that is a list', '[spool]\nkeepMiB = [5]\n', '[spool]\nkeepMiB = [5]\n'],
    ['that is not there', '# a\n[terminal]\nfontSize = 9\n', '# a\n[terminal]\nfontSize = 9\n'],
  ])('%s keeps its value, its comments and everything else', (_, before, after) => {
    expect(rename(before)).toBe(after);
    expect(rename(after), 'a second time').toBe(after);
  });

  it('has its value under the new name, and nothing else changes, whatever stands around it', () => {
    const key = fc.constantFrom('a', 'b', 'keepMiB', '"x.y"');
    const line = fc.tuple(key, fc.integer(), fc.constantFrom('', ' # why')).map(([name, value, why]) => [name, `${name} = ${value}${why}`]);
    const lines = fc.uniqueArray(line, { selector: ([name]) => name, maxLength: 4 }).map((all) => all.map(([, text]) => text).join('\n'));
    const tables = fc.uniqueArray(fc.tuple(fc.constantFrom('spool', 'recording', 'spool.in', 'z'), lines), { selector: ([name]) => name });
    fc.assert(
      fc.property(lines, tables, (root, below) => {
        const text = [root, ...below.map(([name, body]) => `[${name}]\n${body}`)].join('\n');
        const before = parseToml(text) as Record<string, Record<string, unknown>>;
        const after = parseToml(rename(text)) as Record<string, Record<string, unknown>>;
        const { keepMiB, ...spool } = before.spool ?? {};
        const moved = keepMiB === undefined ? {} : { keepMiB };
        const wanted = { ...before, spool, recording: { ...moved, ...before.recording } };
        expect({ spool: {}, recording: {}, ...after }).toEqual(wanted);
      }),
    );
  });
});
