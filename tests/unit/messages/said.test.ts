import { describe, expect, it } from 'vitest';
import { catalogues } from '#shared/messages/index.ts';
import { speak, wordsOf } from '#shared/messages/said.ts';

describe('what the engine says of a session', () => {
  it('is English text and data, from which each language makes its own', () => {
    const { text, said } = speak('process.ended-with-code', { code: 3, words: 'disk full' });
    expect(text).toBe('ended with code 3: disk full');
    expect(wordsOf(text, said, catalogues.en)).toBe(text);
    expect(wordsOf(text, said, catalogues['zh-CN'])).toBe('结束，退出码 3：disk full');
  });

  it('leaves out what is not known', () => {
    const { text, said } = speak('holder.orphan', { pid: undefined });
    expect(text).toBe('runs on without a terminal');
    expect(said.values).toEqual({});
    expect(wordsOf(text, said, catalogues['zh-CN'])).toBe('在没有终端的情况下继续运行');
  });

  it('is shown as it came when it is a quotation, or a newer version said it', () => {
    expect(wordsOf('Trust this folder?', undefined, catalogues['zh-CN'])).toBe('Trust this folder?');
    expect(wordsOf('rests', { code: 'not.known.yet', values: {} }, catalogues['zh-CN'])).toBe('rests');
  });
});
