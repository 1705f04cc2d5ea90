import { describe, expect, it } from 'vitest';
import { ligatureRanges } from '#renderer/terminal/ligatures.ts';

const found = (text: string) => ligatureRanges(text).map(([start, end]) => text.slice(start, end));

describe('the sequences that a font may draw as one sign', () => {
  it('are found in their places, the longest first', () => {
    expect(ligatureRanges('a => b')).toEqual([[2, 4]]);
    expect(found('if (a !== b && c >= d) x ??= [...y].z(i => i -> j);')).toEqual(['!==', '&&', '>=', '??', '...', '=>', '->']);
    expect(found('std::vector <-> <=> |> <|>')).toEqual(['::', '<->', '<=>', '|>', '<|>']);
    expect(found('a!=b==c===d')).toEqual(['!=', '==', '===']);
  });

  it('are counted in UTF-16 units behind signs of two', () => {
    expect(ligatureRanges('😀你->')).toEqual([[3, 5]]);
  });

  it('are none in rulers, in single signs and in words', () => {
    expect(found('=========')).toEqual([]);
    expect(found('+--------+')).toEqual([]);
    expect(found('-------->')).toEqual([]);
    expect(found('a = b - c < d, e: f/g.h')).toEqual([]);
    expect(found('')).toEqual([]);
  });
});
