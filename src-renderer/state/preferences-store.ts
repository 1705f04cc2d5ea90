import { createStore } from 'zustand/vanilla';
import { Settings } from '#shared/contract/settings.ts';
import { type Language, pickLanguage } from '#shared/messages/index.ts';

export type ThemeChoice = Settings['theme'];
export type LanguageChoice = Settings['language'];

export interface PreferencesState {
  readonly settings: Settings;
  readonly systemDark: boolean;
  readonly systemLanguages: readonly string[];
  setSettings(settings: Settings): void;
  setSystemDark(dark: boolean): void;
}

export type PreferencesStore = ReturnType<typeof createPreferencesStore>;

/** The person's settings with what the system says where they say "system". */
export function createPreferencesStore(system: {
  readonly dark: boolean;
  readonly languages: readonly string[];
  readonly settings?: Settings;
}) {
  return createStore<PreferencesState>((set) => ({
    settings: system.settings ?? Settings.parse({}),
    systemDark: system.dark,
    systemLanguages: system.languages,
    setSettings: (settings) => set({ settings }),
    setSystemDark: (systemDark) => set({ systemDark }),
  }));
}

/** The theme to draw. */
export function themeOf(state: Pick<PreferencesState, 'settings' | 'systemDark'>): 'light' | 'dark' {
  const { theme } = state.settings;
  return theme === 'system' ? (state.systemDark ? 'dark' : 'light') : theme;
}

/** The language to speak. */
export function languageOf(state: Pick<PreferencesState, 'settings' | 'systemLanguages'>): Language {
  const { language } = state.settings;
  return language === 'system' ? pickLanguage(state.systemLanguages) : language;
}
