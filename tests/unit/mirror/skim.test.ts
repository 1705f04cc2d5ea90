import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Screen } from '#main/mirror/screen.ts';
import { findSkim } from '#main/mirror/skim.ts';
import { createTerminal } from '#main/mirror/xterm.ts';
import { internals } from '#main/mirror/xterm-internals.ts';
import { sizes, streamParts } from './streams.ts';

const utf8 = new TextEncoder();
const SCROLLBACK = 30;

/** Lines of a program that prints as fast as it can: most are plain, some have something in them that is not. */
const line = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: fc.constantFrom(...'abc XYZ 0123456789漢é\t'), maxLength: 60 }) },
  { weight: 4, arbitrary: fc.constantFrom('\u001b[31mred', '\u001b[0mplain', '\u001b[m', '\u001b[48;5;12mblue', '\u001b[1;4:3m') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u001b[3;4Hx', '\u0007', '\u001b]0;t\u0007', '\u000e', '\u001b[2J', '\u0085', '\u001b[?7l', 'a\rb'),
  },
);
const lineEnd = fc.oneof({ weight: 20, arbitrary: fc.constant('\r\n') }, { weight: 1, arbitrary: fc.constant('\n') });
const flood = fc.array(fc.tuple(line, lineEnd), { minLength: 20, maxLength: 200 }).map((lines) => {
  const once = lines.map(([text, end]) => text + end).join('');
  return once.repeat(Math.ceil(70_000 / once.length));
});
/** The same without anything that keeps a part from being left out. */
const plainFlood = fc
  .array(fc.string({ unit: fc.constantFrom(...'abc XYZ 漢é'), maxLength: 60 }), { minLength: 20, maxLength: 100 })
  .map((lines) => `${lines.join('\r\n')}\r\n`.repeat(Math.ceil(70_000 / (lines.join('\r\n').length + 2))));

describe('a flood that is skimmed leaves the screen that all of it would', () => {
  test.each([
    ['with all sorts of things in it', flood],
    ['of plain lines', plainFlood],
  ])('%s', (_, floods) => {
    fc.assert(
      fc.property(sizes, streamParts, floods, streamParts, ({ cols, rows }, before, middle, after) => {
        const bytes = utf8.encode(before.join('') + middle + after.join(''));
        const whole = new Screen({ cols, rows, from: 0, scrollback: SCROLLBACK });
        const pieces = new Screen({ cols, rows, from: 0, scrollback: SCROLLBACK });
        whole.write(bytes);
        // Too small to be looked through.
        for (let at = 0; at < bytes.length; at += 8192) pieces.write(bytes.subarray(at, at + 8192));
        expect(whole.offset).toBe(pieces.offset);
        expect(whole.text()).toEqual(pieces.text());
        const [a, b] = [whole.snapshot(SCROLLBACK), pieces.snapshot(SCROLLBACK)];
        expect(a.offset).toBe(b.offset);
        expect(new TextDecoder().decode(a.data)).toBe(new TextDecoder().decode(b.data));
      }),
      { numRuns: 60 },
    );
  });
});

test('most of a plain flood is not parsed', () => {
  const screen = new Screen({ cols: 80, rows: 24, from: 0 });
  const flooded = utf8.encode('a line of the flood\r\n'.repeat(20_000));
  const parser = Object.getPrototypeOf(internals(createTerminal(80, 24, 1000))._inputHandler) as { parse(bytes: Uint8Array): unknown };
  const parse = vi.spyOn(parser, 'parse');
  screen.write(flooded);
  const parsed = parse.mock.calls.reduce((sum, [bytes]) => sum + bytes.length, 0);
  parse.mockRestore();
  expect(parsed).toBeGreaterThan(20_000);
  expect(parsed).toBeLessThan(30_000);
  expect(screen.offset).toBe(flooded.length);
});

test('nothing is left out while a part of the rows scrolls by itself', () => {
  const screen = new Screen({ cols: 80, rows: 24, from: 0 });
  screen.write(utf8.encode('\u001b[2;10rkept\r\n'));
  screen.write(utf8.encode('a line of the flood\r\n'.repeat(20_000)));
  expect(screen.text().lines[0]).toBe('kept');
});

describe('findSkim', () => {
  const lines = (count: number, text = 'x'.repeat(9)): string => `${text}\r\n`.repeat(count);

  test('leaves the lines that stay, and begins them at a line end', () => {
    const skim = findSkim(utf8.encode(lines(100)), 10);
    expect(skim).toEqual({ from: 0, to: 100 * 11 - 10 * 11 - 2, colours: Buffer.alloc(0) });
  });

  test('is null when there are too few lines, or none', () => {
    expect(findSkim(utf8.encode(lines(10)), 10)).toBeNull();
    expect(findSkim(utf8.encode('x'.repeat(1000)), 10)).toBeNull();
    expect(findSkim(utf8.encode('x\n'.repeat(1000)), 10)).toBeNull();
  });

  test('keeps the colours since they were last reset', () => {
    const skim = findSkim(utf8.encode(`\u001b[31ma\r\n\u001b[0mb\r\n\u001b[1mc\r\n\u001b[4m${lines(100)}`), 10);
    expect(new TextDecoder().decode(skim?.colours)).toBe('\u001b[0m\u001b[1m\u001b[4m');
  });

  test('begins behind the line with anything else in it', () => {
    expect(findSkim(utf8.encode(`ab\u001b[5;5Hcd\r\n${lines(100)}`), 10)?.from).toBe(12);
    expect(findSkim(utf8.encode(`${lines(5)}\u0007${lines(11)}`), 10)).toBeNull();
  });

  test('ends before anything else', () => {
    expect(findSkim(utf8.encode(`${lines(50)}\u001b[5;5H${lines(11)}`), 10)).toEqual({
      from: 0,
      to: 39 * 11 + 9,
      colours: Buffer.alloc(0),
    });
  });
});
