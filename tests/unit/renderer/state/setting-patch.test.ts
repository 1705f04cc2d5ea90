import { describe, expect, it } from 'vitest';
import { languageOf, themeOf } from '#renderer/state/preferences-store.ts';
import { withSetting } from '#renderer/state/setting-patch.ts';
import { Settings } from '#shared/contract/settings.ts';

const settings = Settings.parse({});

describe('a changed setting', () => {
  it('is known before the engine has answered', () => {
    expect(withSetting(settings, 'theme', 'dark')?.theme).toBe('dark');
    expect(withSetting(settings, 'terminal.fontSize', '15')?.terminal).toEqual({ ...settings.terminal, fontSize: 15 });
    expect(withSetting(settings, 'terminal.lineHeight', '1.25')?.terminal.lineHeight).toBe(1.25);
    expect(withSetting(settings, 'keys.palette', 'F9')?.keys).toEqual({ palette: 'F9' });
    expect(withSetting(settings, 'terminal.clipboardWrite', 'true')?.terminal.clipboardWrite).toBe(true);
  });

  it('that the engine will refuse changes nothing', () => {
    expect(withSetting(settings, 'theme', 'pink')).toBeNull();
    expect(withSetting(settings, 'terminal.fontSize', '99')).toBeNull();
    expect(withSetting(settings, 'a.b.c', '1')).toBeNull();
  });
});

describe('what is drawn and spoken', () => {
  it('follows the system until something was chosen', () => {
    expect(themeOf({ settings, systemDark: true })).toBe('dark');
    expect(themeOf({ settings: { ...settings, theme: 'light' }, systemDark: true })).toBe('light');
    expect(languageOf({ settings, systemLanguages: ['fr', 'zh-TW', 'en'] })).toBe('zh-CN');
    expect(languageOf({ settings: { ...settings, language: 'en' }, systemLanguages: ['zh-CN'] })).toBe('en');
  });
});
