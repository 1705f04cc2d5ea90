import { describe, expect, it } from 'vitest';
import { wordsOf } from '#shared/messages/fill.ts';
import { speak } from '#shared/messages/said.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

describe('what the engine says of a session', () => {
  it('is English text and data, from which each language makes its own', () => {
    const { text, said } = speak('process.ended-with-code', { code: 3, words: 'disk full' });
    expect(text).toBe('ended with code 3: disk full');
    expect(wordsOf(text, said, textsIn('en'))).toBe(text);
    expect(wordsOf(text, said, textsIn('zh-CN'))).toBe('结束，退出码 3：disk full');
  });

  it('leaves out what is not known', () => {
    const { text, said } = speak('holder.orphan', { pid: undefined });
    expect(text).toBe('runs on without a terminal');
    expect(said.values).toEqual({});
    expect(wordsOf(text, said, textsIn('zh-CN'))).toBe('在没有终端的情况下继续运行');
  });

  it('has the reason in the reader’s language where it is one of the known ones, without a stop of its own', () => {
    const { text, said } = speak('agent.refused', { path: '/x/kimi', reason: 'EACCES' });
    expect(wordsOf(text, said, textsIn('zh-CN'))).toBe('/x/kimi：系统拒绝访问（EACCES）');
    expect(wordsOf(text, said, textsIn('en'))).toBe('/x/kimi: The system denies access to it (EACCES)');
  });

  it('is shown as it came when it is a quotation, or a newer version said it', () => {
    expect(wordsOf('Trust this folder?', undefined, textsIn('zh-CN'))).toBe('Trust this folder?');
    expect(wordsOf('rests', { code: 'not.known.yet', values: {} }, textsIn('zh-CN'))).toBe('rests');
  });
});
