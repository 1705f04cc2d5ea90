import { describe, expect, it } from 'vitest';
import { SETTING_LEAVES, unknownSetting } from '#shared/contract/setting-names.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

describe('the names of settings', () => {
  it('are the leaves of the schema', () => {
    expect([...SETTING_LEAVES.keys()]).toEqual(expect.arrayContaining(['language', 'kimi.path', 'terminal.fontSize', 'recording.keepMiB']));
    expect([...SETTING_LEAVES.keys()]).not.toContain('terminal');
  });

  it.each([
    ['terminal.fontsize', 'terminal.fontSize'],
    ['fontSize', 'terminal.fontSize'],
    ['langauge', 'language'],
    ['terminal.clipboardwrites', 'terminal.clipboardWrite'],
    ['somewhere.quite.else.fontSzie', 'terminal.fontSize'],
  ])('that were meant by %s are offered', (written, meant) => {
    expect(unknownSetting(written).context).toMatchObject({ value: written, nearest: meant });
  });

  // A long word before the point is no room for slips behind it: `here` is no typo of `theme`.
  it.each(['nope', 'nothing.here', 'something.longer.mode'])('are not guessed where none is near: %s', (written) => {
    const { code, context } = unknownSetting(written);
    expect(context).not.toHaveProperty('nearest');
    expect(errorText({ code, context }, textsIn('en')).why).toBe(
      `${written}: There is no such setting. “kimi-shell config list” shows all of them.`,
    );
    expect(errorText({ code, context }, textsIn('zh-CN')).why).toBe(
      `${written}：没有这个设置项。“kimi-shell config list” 会列出全部设置。`,
    );
  });

  it.each([String.raw`model_keys."a\\b"`, 'model_keys.""', 'model_keys."é"'])(
    'that are the person’s to choose are said what they must be: %s',
    (written) => {
      const { code, context } = unknownSetting(written);
      expect(errorText({ code, context }, textsIn('en')).why).toBe(
        `${written}: The name of a provider is expected: it begins with a letter.`,
      );
    },
  );
});
