import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputFilter } from '#main/hosts/cli/attach/output-filter.ts';

const QUERIES = [
  '\u001b[c',
  '\u001b[0c',
  '\u001b[>c',
  '\u001b[=c',
  '\u001b[5n',
  '\u001b[6n',
  '\u001b[?6n',
  '\u001b[?996n',
  '\u001b[?2026$p',
  '\u001b[4$p',
  '\u001b[>q',
  '\u001b[>0q',
  '\u001b[?u',
  '\u001b[14t',
  '\u001b[18t',
  '\u001b[21t',
  '\u001b]10;?\u001b\\',
  '\u001b]11;?\u0007',
  '\u001b]4;1;?\u0007',
  '\u001bP$qm\u001b\\',
  '\u001bP+q544e\u001b\\',
];

const HARMLESS = [
  '\u001b[31m',
  '\u001b[2J\u001b[H',
  '\u001b[?1049h',
  '\u001b[>1u',
  '\u001b[<u',
  '\u001b[=1;1u',
  '\u001b[!p',
  '\u001b[2 q',
  '\u001b[22;0t',
  '\u001b[8;24;80t',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://a\u001b\\link\u001b]8;;\u001b\\',
  '\u001b]11;#fff\u0007',
  '\u001b]9;4;1;50\u0007',
  '\u001bP1$r0m\u001b\\',
  '\u001bPq#0;2;0;0;0\u001b\\',
  '\u001b(B',
  '\u001b7\u001b8',
  'plain 文字 👍',
];

function filtered(text: string, { mayAnswer = false, clipboardWrite = false, chunk = Number.POSITIVE_INFINITY } = {}): string {
  const filter = new OutputFilter({ mayAnswer: () => mayAnswer, clipboardWrite });
  const bytes = Buffer.from(text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunk) parts.push(Buffer.from(filter.push(bytes.subarray(at, at + chunk))));
  return Buffer.concat(parts).toString();
}

describe('what reaches the person’s terminal', () => {
  it.each(QUERIES)('is no query while another viewer answers: %j', (query) => {
    expect(filtered(`a${query}b`)).toBe('ab');
    expect(filtered(`a${query}b`, { chunk: 1 })).toBe('ab');
  });

  it.each(QUERIES)('is every query while this terminal answers: %j', (query) => {
    expect(filtered(`a${query}b`, { mayAnswer: true, chunk: 1 })).toBe(`a${query}b`);
  });

  it.each(HARMLESS)('is everything else: %j', (text) => {
    expect(filtered(`a${text}b`)).toBe(`a${text}b`);
    expect(filtered(`a${text}b`, { chunk: 1 })).toBe(`a${text}b`);
  });

  it('is never a question for the clipboard, whoever answers and whatever is allowed', () => {
    const read = 'a\u001b]52;c;?\u0007b';
    expect(filtered(read, { mayAnswer: true, clipboardWrite: true })).toBe('ab');
    expect(filtered('a\u001b]52;;?\u001b\\b', { mayAnswer: true, clipboardWrite: true, chunk: 1 })).toBe('ab');
  });

  it('is text for the clipboard only where that is switched on', () => {
    const write = `a\u001b]52;c;${Buffer.from('x'.repeat(5000)).toString('base64')}\u0007b`;
    expect(filtered(write, { chunk: 7 })).toBe('ab');
    expect(filtered(write, { clipboardWrite: true, chunk: 7 })).toBe(write);
  });

  it('goes on after a string that is never closed', () => {
    expect(filtered('\u001b]52;c;abc\u001b[31mred', { chunk: 1 })).toBe('\u001b[31mred');
    expect(filtered('\u001b]0;tit\u001b[6nred', { chunk: 1 })).toBe('\u001b]0;titred');
    expect(filtered('\u001b]52;c;abc\u0018after', { chunk: 1 })).toBe('after');
  });

  it('does not depend on how the bytes were cut', () => {
    const piece = fc.oneof(
      fc.constantFrom(...QUERIES, ...HARMLESS, '\u001b', '\u001b[', '\u001b]52;', '\u0018'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (pieces, chunk) => {
        const text = `${pieces.join('')}\u001b\\ end`;
        expect(filtered(text, { chunk })).toBe(filtered(text));
      }),
    );
  });

  it('is all of it, in order, where nothing is to be taken out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 64 }), (bytes, chunk) => {
        const filter = new OutputFilter({ mayAnswer: () => true, clipboardWrite: true });
        const plain = Buffer.concat([Buffer.from(bytes.map((byte) => (byte === 0x1b ? 0x20 : byte))), Buffer.from('\u001b[m')]);
        const parts: Uint8Array[] = [];
        for (let at = 0; at < plain.length; at += chunk) parts.push(Buffer.from(filter.push(plain.subarray(at, at + chunk))));
        expect(Buffer.concat(parts)).toEqual(plain);
      }),
    );
  });
});
