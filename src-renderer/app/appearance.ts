import type { i18n } from 'i18next';
import { z } from 'zod';
import { Settings } from '#shared/contract/settings.ts';
import { languageOf, type PreferencesStore, themeOf } from '../state/preferences-store.ts';

const STORAGE_KEY = 'kimi-shell.look';
const Kept = z.object({ theme: Settings.shape.theme, language: Settings.shape.language });

/** The look of the last visit, so that the first paint does not flash in the other theme or language. */
export function rememberedLook(storage: Pick<Storage, 'getItem'>): Settings {
  const defaults = Settings.parse({});
  const text = storage.getItem(STORAGE_KEY);
  if (text === null) return defaults;
  try {
    return { ...defaults, ...Kept.parse(JSON.parse(text)) };
  } catch {
    // Somebody else's or an older version's entry: the defaults do.
    return defaults;
  }
}

/** Keeps the document in step with the preferences: theme, language, and the memory of both. Returns how to stop. */
export function applyAppearance(preferences: PreferencesStore, texts: i18n, storage: Pick<Storage, 'setItem'>): () => void {
  const root = document.documentElement;
  const apply = () => {
    const state = preferences.getState();
    root.dataset.theme = themeOf(state);
    const language = languageOf(state);
    root.lang = language;
    if (texts.language !== language) {
      // Both catalogues are in the bundle; changing over cannot fail, it only is a promise.
      texts.changeLanguage(language).catch((error: unknown) => reportError(error));
    }
    const { theme, language: chosen } = state.settings;
    storage.setItem(STORAGE_KEY, JSON.stringify({ theme, language: chosen }));
  };
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const systemChanged = () => preferences.getState().setSystemDark(dark.matches);
  dark.addEventListener('change', systemChanged);
  const stop = preferences.subscribe(apply);
  apply();
  return () => {
    stop();
    dark.removeEventListener('change', systemChanged);
  };
}
