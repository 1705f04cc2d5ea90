import { describe, expect, it } from 'vitest';
import { SETTING_LEAVES, unknownSetting } from '#shared/contract/setting-names.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

describe('the names of settings', () => {
  it('are the leaves of the schema', () => {
    expect([...SETTING_LEAVES.keys()]).toEqual(expect.arrayContaining(['language', 'kimi.path', 'terminal.fontSize', 'spool.keepMiB']));
    expect([...SETTING_LEAVES.keys()]).not.toContain('terminal');
  });

  it.each([
    ['terminal.fontsize', 'terminal.fontSize'],
    ['fontSize', 'terminal.fontSize'],
    ['langauge', 'language'],
    ['terminal.clipboardwrites', 'terminal.clipboardWrite'],
  ])('that were meant by %s are offered', (written, meant) => {
    expect(unknownSetting(written).context).toMatchObject({ value: written, nearest: meant });
  });

  it('are not guessed where none is near', () => {
    const { code, context } = unknownSetting('nope');
    expect(context).not.toHaveProperty('nearest');
    expect(errorText({ code, context }, textsIn('en')).why).toBe(
      'nope: There is no such setting. “kimi-shell config list” shows all of them.',
    );
  });
});
