import { createStore } from 'zustand/vanilla';
import { Settings } from '#shared/contract/settings.ts';
import { type Language, pickLanguage } from '#shared/messages/languages.ts';

export type ThemeChoice = Settings['theme'];
export type LanguageChoice = Settings['language'];

export interface PreferencesState {
  readonly settings: Settings;
  readonly systemDark: boolean;
  /** The system asks for more contrast. */
  readonly systemContrast: boolean;
  readonly systemLanguages: readonly string[];
  setSettings(settings: Settings): void;
  setSystem(system: { readonly systemDark: boolean; readonly systemContrast: boolean }): void;
}

export type PreferencesStore = ReturnType<typeof createPreferencesStore>;

/** The person's settings with what the system says where they say "system". */
export function createPreferencesStore(system: {
  readonly dark: boolean;
  readonly contrast: boolean;
  readonly languages: readonly string[];
  readonly settings?: Settings;
}) {
  return createStore<PreferencesState>((set) => ({
    settings: system.settings ?? Settings.parse({}),
    systemDark: system.dark,
    systemContrast: system.contrast,
    systemLanguages: system.languages,
    setSettings: (settings) => set({ settings }),
    setSystem: (changed) => set(changed),
  }));
}

/** The theme to draw. */
export function themeOf(state: Pick<PreferencesState, 'settings' | 'systemDark'>): 'light' | 'dark' {
  const { theme } = state.settings;
  return theme === 'system' ? (state.systemDark ? 'dark' : 'light') : theme;
}

/** Whether to draw in high contrast. */
export function hasHighContrast({ settings, systemContrast }: Pick<PreferencesState, 'settings' | 'systemContrast'>): boolean {
  return settings.contrast === 'system' ? systemContrast : settings.contrast === 'high';
}

/** How terminals are drawn: the settings, with the window's theme where they follow it. */
export function terminalLook(state: Pick<PreferencesState, 'settings' | 'systemDark' | 'systemContrast'>) {
  const { theme, ...rest } = state.settings.terminal;
  return { ...rest, theme: theme === 'window' ? themeOf(state) : theme, highContrast: hasHighContrast(state) };
}

/** The language to speak. */
export function languageOf(state: Pick<PreferencesState, 'settings' | 'systemLanguages'>): Language {
  const { language } = state.settings;
  return language === 'system' ? pickLanguage(state.systemLanguages) : language;
}
