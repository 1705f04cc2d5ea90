import { describe, expect, it } from 'vitest';
import { settingChoices, settingsFound } from '#renderer/features/palette/setting-choices.ts';
import { SECTIONS, SETTINGS } from '#renderer/features/settings/sections.ts';
import type { Translate } from '#renderer/i18n/text-key.ts';
import { textsIn } from '../../../support/texts.ts';

const choicesIn = (language: 'en' | 'zh-CN') => settingChoices(textsIn(language) as Translate);
const english = choicesIn('en');
const found = (typed: string, choices = english) => settingsFound(choices, typed).map(({ id }) => id);

describe('settings in the palette', () => {
  it('are all of them, and the sections', () => {
    expect(english).toHaveLength(SECTIONS.length + SETTINGS.length);
    expect(new Set(english.map(({ id }) => id)).size).toBe(english.length);
  });

  it.each([
    ['secr', 'section:secrets'],
    ['doctor', 'section:about'],
    ['font size', 'setting:terminal.fontSize'],
    ['size terminal', 'setting:terminal.fontSize'],
    ['terminal.fontSize', 'setting:terminal.fontSize'],
    ['terminal.fontsize', 'setting:terminal.fontSize'],
    ['kimi.path', 'setting:kimi.path'],
    ['copy on select', 'setting:terminal.copyOnSelect'],
    ['drag', 'setting:terminal.rectangleSelection'],
    ['model_keys', 'section:kimi'],
  ])('are found by the beginnings of their words: %s', (typed, id) => {
    expect(found(typed)).toContain(id);
  });

  it('put a section before its settings', () => {
    expect(found('term')[0]).toBe('section:terminal');
  });

  it('are not found by letters within words, nor by nothing', () => {
    expect(found('ontsize')).toEqual([]);
    expect(found(' ')).toEqual([]);
    expect(found('font garden')).toEqual([]);
  });

  it('leave room for commands and sessions', () => {
    expect(found('t').length).toBeLessThanOrEqual(6);
  });

  it('are found by any of their Chinese words, which no space stands before', () => {
    const chinese = choicesIn('zh-CN');
    const size = chinese.find(({ id }) => id === 'setting:terminal.fontSize');
    expect(found((size?.title ?? '').slice(1), chinese)).toContain('setting:terminal.fontSize');
    expect(found('font size', chinese), 'by its name in settings.toml').toContain('setting:terminal.fontSize');
  });
});
