import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { setTomlValue } from '#main/engine/settings/toml-edit.ts';
import { parseSettingPath, printSettingPath } from '#shared/contract/setting-path.ts';

const segment = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
  fc.string({ unit: 'binary', minLength: 0, maxLength: 8 }),
  fc.constantFrom('a.b', '"', '\\', "'", '\n', ' '),
);

describe('names of settings', () => {
  it.each([
    ['model_keys.anthropic', ['model_keys', 'anthropic']],
    ['keys."session.new"', ['keys', 'session.new']],
    ["keys.'a\\b'", ['keys', 'a\\b']],
    [String.raw`"a\"b\\c\u00e9\U0001F600\n"`, ['a"b\\cé😀\n']],
    ['a . "b"', ['a', 'b']],
    ['""', ['']],
  ])('are read: %s', (text, segments) => expect(parseSettingPath(text)).toEqual(segments));

  it.each(['', '.', 'a.', '.a', 'a..b', 'a b', '"a', 'a"b"', String.raw`"\q"`, String.raw`"\ud800"`, String.raw`"\U00110000"`])(
    'are refused: %s',
    (text) => expect(() => parseSettingPath(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })),
  );

  it('are read as they were written, whatever their segments hold', () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
        const text = printSettingPath(segments.map((one) => one.toWellFormed()));
        expect(parseSettingPath(text)).toEqual(segments.map((one) => one.toWellFormed()));
      }),
    );
  });
});

// Pieces of a file as people write them; each is whole and does not change what is around it.
const FILES = [
  '',
  '# only a comment',
  '\uFEFFa = 1\r\n# c\r\n',
  '# about the file\n\n# about x\n[x]\ny = 1 # c\n\n\n# end',
  'a = "# no comment" # but this\nb = """\n[x]\ny = 2\n"""\n[x]\n  y = 1\n',
  'x = { y = 1, z = { w = "}" } } # c\n',
  "x.y = 1\nx.\"a.b\" = '''\n\"'''\n",
  "[x] # c\n[x.z]\nw = [ 1,\n 2 ]\nv = [ # {\n '''#''', { y = 1 } ]\n[[list]]\ny = 1\n[[list]]\ny = 2",
  '[ x . "a.b" ]\ny = 2026-11-28T10:00:00Z\n["x"]\ny = { }',
];
const PATHS = [['a'], ['y'], ['x', 'y'], ['x', 'z', 'w'], ['x', 'a.b', 'y'], ['new', 'table', 'k"e\\y'], ['b'], ['']];
const value = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.string().map((text) => text.toWellFormed()),
);

describe('an edit of a settings file', () => {
  it('changes the value that was meant and not one other byte', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.constantFrom(...PATHS), value, (text, path, to) => {
        const edited = attempt(() => setTomlValue(text, path, to));
        // A name that goes through a plain value (x.y.z where x.y is 1) has no place.
        if (edited === null) return;
        expect(at(parse(edited.replace('\uFEFF', '')), path)).toEqual(to);
        const [start, end] = commonEnds(text, edited);
        // What is lost of the old text is one value; nothing is lost when the name is new.
        const lost = text.slice(start, text.length - end);
        // A word whose end is the new value's end too is read whole.
        const rest = /^\w*/.exec(text.slice(text.length - end))?.[0] ?? '';
        expect(lost + rest).not.toMatch(/#(?! no comment)/);
        if (at(parse(text.replace('\uFEFF', '')), path) === undefined) expect(lost).toBe('');
        // Taken out again, a new name leaves all that was there.
        const back = setTomlValue(edited, path, null);
        if (at(parse(text.replace('\uFEFF', '')), path) === undefined) expect(lines(back)).toEqual(expect.arrayContaining(lines(text)));
        expect(at(parse(back.replace('\uFEFF', '')), path)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('holds for any table that a program wrote', () => {
    const table = fc.dictionary(
      segment.map((one) => one.toWellFormed()),
      fc.oneof(value, fc.array(value), fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), value)),
      { maxKeys: 5 },
    );
    fc.assert(
      fc.property(
        table,
        fc.tuple(
          fc.stringMatching(/^[a-z]{1,2}$/),
          segment.map((one) => one.toWellFormed()),
        ),
        value,
        (made, path, to) => {
          const text = attempt(() => stringify(made));
          if (text === null) return;
          const edited = attempt(() => setTomlValue(text, path, to));
          if (edited === null) return;
          expect(at(parse(edited), path)).toEqual(to);
          for (const [key, kept] of Object.entries(parse(text))) if (key !== path[0]) expect(parse(edited)[key]).toEqual(kept);
        },
      ),
    );
  });

  it.each([
    ['x = { y = 1, z = 2 }\n', ['x', 'y'], 'x = { z = 2 }\n'],
    ['x = { y = 1, z = 2 }\n', ['x', 'z'], 'x = { y = 1 }\n'],
    ['# a\nx.y = 1\r\nz = 2\n', ['x', 'y'], '# a\nz = 2\n'],
    ['[later."x.y"]\nz = """\n1\n"""\n', ['later', 'x.y', 'z'], '[later."x.y"]\n'],
  ])('takes out of %j %j', (text, path, left) => expect(setTomlValue(text, path, null)).toBe(left));

  it('is refused where a plain value is in the way', () => {
    expect(() => setTomlValue('x = 1 # mine\n', ['x', 'y'], 2)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}

function at(table: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, key) => (typeof here === 'object' && here !== null && Object.hasOwn(here, key) ? Reflect.get(here, key) : undefined),
    table,
  );
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\uFEFF?x(\.| =)/.test(line));
}

/** How much of two texts is the same at the start and at the end. */
function commonEnds(a: string, b: string): readonly [number, number] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [start, end];
}
