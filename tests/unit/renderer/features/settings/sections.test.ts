import { describe, expect, it } from 'vitest';
import { found, SECTIONS, SETTINGS, settingValue } from '#renderer/features/settings/sections.ts';
import { Settings } from '#shared/contract/settings.ts';
import { catalogues } from '#shared/messages/index.ts';

describe('the settings page', () => {
  it('has every setting of the schema in one section', () => {
    expect(SETTINGS.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['theme', 'terminal.fontSize', 'kimi.path', 'recording.keepMiB']),
    );
    for (const { section } of SETTINGS) expect(SECTIONS).toContain(section);
  });

  it.each(Object.entries(catalogues))('has a title for each, and words for each choice, in %s', (_language, texts) => {
    for (const { name, leaf } of SETTINGS) {
      expect(texts[`setting.${name}`], name).toBeTruthy();
      for (const choice of leaf.enum ?? []) expect(texts[`setting.${name}.is.${choice}`], `${name} ${choice}`).toBeTruthy();
    }
  });

  it('has no words for settings and choices that are gone', () => {
    const known = SETTINGS.flatMap(({ name, leaf }) => [
      name,
      `${name}.about`,
      ...(leaf.enum ?? []).map((choice) => `${name}.is.${choice}`),
    ]);
    const written = Object.keys(catalogues.en).filter((key) => key.startsWith('setting.'));
    expect(written.filter((key) => !known.includes(key.slice('setting.'.length)))).toEqual([]);
  });

  it('reads values by their names, and knows the default of each', () => {
    const defaults = Settings.parse({});
    for (const { name, leaf } of SETTINGS) expect([name, settingValue(defaults, name)]).toEqual([name, leaf.default]);
    expect(settingValue(defaults, 'no.such.name')).toBeUndefined();
  });

  it('finds a setting by any of its words', () => {
    expect(found(' FONT', 'Schrift', 'Font size')).toBe(true);
    expect(found('字号', '字号')).toBe(true);
    expect(found('nothing', 'Font')).toBe(false);
  });
});
