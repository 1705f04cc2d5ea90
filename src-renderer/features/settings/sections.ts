import { SETTING_LEAVES, type SettingLeaf } from '#shared/contract/setting-names.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { TextKey, Translate } from '../../i18n/text-key.ts';

/** The parts of the settings page, in their order. */
export const SECTIONS = [
  'window',
  'notifications',
  'terminal',
  'keys',
  'editor',
  'kimi',
  'recording',
  'log',
  'telemetry',
  'desktop',
  'secrets',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

/** Where on the page somebody wants to go. */
export interface SettingPlace {
  readonly section: Section;
  /** One setting of it, dotted. */
  readonly name?: string;
}

/** One setting as the page shows it, made from the schema. */
export interface Setting {
  /** Dotted, as in settings.toml. */
  readonly name: string;
  readonly section: Section;
  readonly leaf: SettingLeaf;
}

/** Every setting of the schema; those that belong to no section of their own are the window's. */
export const SETTINGS: readonly Setting[] = [...SETTING_LEAVES].map(([name, leaf]) => ({ name, leaf, section: sectionOf(name) }));

function sectionOf(name: string): Section {
  const [first = ''] = name.split('.');
  return name.includes('.') ? (SECTIONS.find((section) => section === first) ?? 'window') : 'window';
}

/** The value of a setting by its dotted name. */
export function settingValue(settings: Settings, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), settings);
}

/** What a setting is called. */
export function settingTitle(name: string, t: Translate): string {
  return t(`setting.${name}` as TextKey);
}

/** The texts of a setting. A test sees to it that each setting and each of its choices has its own. */
export function settingTexts(name: string, t: Translate) {
  const about = `setting.${name}.about` as TextKey;
  const aboutText = t(about);
  return {
    title: settingTitle(name, t),
    // Titles that say everything have nothing behind them.
    about: aboutText === about ? '' : aboutText,
    choice: (value: string) => t(`setting.${name}.is.${value}` as TextKey),
  };
}

/** Whether a text that was typed to find something is in any of these. */
export function found(search: string, ...texts: readonly string[]): boolean {
  const wanted = search.trim().toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
