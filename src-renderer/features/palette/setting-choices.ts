import type { Translate } from '../../i18n/text-key.ts';
import { SECTIONS, SETTINGS, type Section, type SettingPlace, settingTitle } from '../settings/sections.ts';
import { begins } from './match.ts';

/** Settings among the answers: they are led to by a word or two of their names, and commands and sessions are what is meant more often. */
const MOST = 6;

/** A setting, or a section of the settings, that can be gone to. */
export interface SettingChoice extends SettingPlace {
  readonly id: string;
  readonly title: string;
  /** What its section is called; empty for a section itself. */
  readonly where: string;
  /** All that it is found by. */
  readonly words: string;
}

/** Every section and every setting, by the names that the settings page has for them and that of settings.toml. */
export function settingChoices(t: Translate): readonly SettingChoice[] {
  const sections = SECTIONS.map((section): SettingChoice => {
    const title = t(`window.settings.section.${section}`);
    return { id: `section:${section}`, section, title, where: '', words: plain([title, ...besides(section, t)].join(' ')) };
  });
  const settings = SETTINGS.map(({ name, section }): SettingChoice => {
    const title = settingTitle(name, t);
    const where = t(`window.settings.section.${section}`);
    return { id: `setting:${name}`, section, name, title, where, words: plain(`${title} ${where} ${name} ${name.toLowerCase()}`) };
  });
  return [...sections, ...settings];
}

/** What a section has that is no setting of its own. */
function besides(section: Section, t: Translate): readonly string[] {
  if (section === 'about') return [t('window.doctor')];
  return section === 'kimi' ? [t('window.settings.model-keys'), 'model_keys'] : [];
}

/** Those of which some word begins with each word that was typed, sections first; none for nothing. */
export function settingsFound(choices: readonly SettingChoice[], typed: string): readonly SettingChoice[] {
  const wanted = plain(typed)
    .split(' ')
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  return choices.filter(({ words }) => wanted.every((word) => has(words, word))).slice(0, MOST);
}

/** Chinese has no spaces that words would begin after. */
function has(words: string, word: string): boolean {
  return /^[ -~]+$/.test(word) ? begins(words, word) > 0 : words.includes(word);
}

function plain(text: string): string {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s!-/:-@[-`{-~]+/g, ' ');
}
