import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '#main/engine/agents/kimi/wire/lines.ts';

function split(pieces: readonly Buffer[]): { lines: string[]; tooLong: number } {
  const found = { lines: [] as string[], tooLong: 0 };
  const splitter = new LineSplitter({
    line: (text) => found.lines.push(text),
    tooLong: () => {
      found.tooLong += 1;
    },
  });
  for (const piece of pieces) splitter.push(piece);
  return found;
}

describe('cutting appended bytes into lines', () => {
  it('gives the same lines for any cut of the bytes, also in the middle of a character', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 120 }).map((text) => JSON.stringify({ type: 'x', text }));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (lines, sizes) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''));
        const pieces: Buffer[] = [];
        for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length]!;
          pieces.push(bytes.subarray(from, from + size));
          from += size;
        }
        expect(split(pieces).lines).toEqual(lines);
      }),
    );
  });

  it('keeps an unfinished last line back until its end is there', () => {
    expect(split([Buffer.from('{"a":1}\n{"b"')]).lines).toEqual(['{"a":1}']);
    expect(split([Buffer.from('{"a":1}\n{"b"'), Buffer.from(':2}\n')]).lines).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('does not lose bytes when the reader fills its buffer again', () => {
    const buffer = Buffer.from('{"a":');
    const lines: string[] = [];
    const splitter = new LineSplitter({ line: (text) => lines.push(text), tooLong: () => undefined });
    splitter.push(buffer);
    buffer.fill('x');
    splitter.push(Buffer.from('1}\n'));
    expect(lines).toEqual(['{"a":1}']);
  });

  it('drops the system prompt and the tool list, whole and in pieces, and nothing after them', () => {
    const useless = `{"type":"llm.tools_snapshot","tools":"${'x'.repeat(200_000)}"}\n`;
    const short = '{"type": "profile.bind"}\n';
    const bytes = Buffer.from(`${useless}{"type":"a"}\n${short}{"type":"b"}\n`);
    expect(split([bytes]).lines).toEqual(['{"type":"a"}', '{"type":"b"}']);
    expect(
      split(Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) => bytes.subarray(index * 7, index * 7 + 7))).lines,
    ).toEqual(['{"type":"a"}', '{"type":"b"}']);
  });

  it('counts a line without end as damage instead of keeping it', () => {
    const piece = Buffer.alloc(4 * 1024 * 1024, 'x');
    const found = split([piece, piece, piece, piece, piece, Buffer.from('\n{"type":"a"}\n')]);
    expect(found).toEqual({ lines: ['{"type":"a"}'], tooLong: 1 });
  });
});
