import { expect, it } from 'vitest';
import { changeLanguage, createI18n, laterTexts } from '#renderer/i18n/create-i18n.ts';
import { audit as en } from '#shared/messages/en/audit.ts';
import { audit as zh } from '#shared/messages/zh-CN/audit.ts';

it('texts that the first paint does without come when they are asked for, and then with every language', async () => {
  const texts = await createI18n('en');
  const key = 'window.audit.none';
  expect(texts.exists(key)).toBe(false);
  const fetching = laterTexts(texts, 'en');
  expect(laterTexts(texts, 'en')).toBe(fetching);
  await fetching;
  expect(texts.t(key)).toBe(en[key]);
  expect(texts.t('window.place.audit'), 'the others are still there').not.toBe('window.place.audit');
  await changeLanguage(texts, 'zh-CN');
  expect(texts.t(key)).toBe(zh[key]);
});
