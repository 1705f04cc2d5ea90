import { describe, expect, it } from 'vitest';
import { SETTING_LEAVES } from '#shared/contract/setting-names.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { catalogues, LANGUAGES } from '#shared/messages/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { chinese } from '#shared/messages/window/chinese.ts';
import { chinese as chineseLater } from '#shared/messages/window/chinese-later.ts';
import { english } from '#shared/messages/window/english.ts';
import { english as englishLater } from '#shared/messages/window/english-later.ts';

const WINDOWS = { en: { ...english, ...englishLater }, 'zh-CN': { ...chinese, ...chineseLater } };

describe.each(LANGUAGES)('an error about a field, in %s', (language) => {
  const window = { language, catalogue: WINDOWS[language] };
  const refused = (field: string) => ({ code: 'INVALID_INPUT', context: { field, reason: 'too small', limit: 0 } }) as const;
  const { t } = textsIn(language);

  it('calls each setting in a window what the settings page calls it', () => {
    for (const name of SETTING_LEAVES.keys()) {
      const title = catalogues[language][`setting.${name}`];
      expect(errorText(refused(name), window).what, name).toBe(t('error.INVALID_INPUT.what', { field: title }));
    }
  });

  it('calls a locked setting so, too', () => {
    const { what } = errorText({ code: 'SETTING_LOCKED', context: { key: 'terminal.fontSize' } }, window);
    expect(what).toContain(t('setting.terminal.fontSize'));
  });

  it('calls the fields of a secret what stands above them', () => {
    for (const [field, label] of [
      ['name', t('window.secrets.name')],
      ['value', t('window.secrets.value')],
      ['passphrase', t('window.secrets.passphrase')],
      ['rotateDays', t('window.secrets.days')],
    ] as const) {
      expect(errorText(refused(field), window).what).toBe(t('error.INVALID_INPUT.what', { field: label }));
    }
  });

  it('calls a setting on the command line what is typed there', () => {
    expect(errorText(refused('terminal.fontSize'), textsIn(language)).what).toContain('terminal.fontSize');
  });
});
