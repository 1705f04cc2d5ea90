import type { i18n } from 'i18next';
import { Settings } from '#shared/contract/settings.ts';
import { type OwnToken, readOwnTokens } from '#shared/look/own-tokens.ts';
import { changeLanguage } from '../i18n/create-i18n.ts';
import { hasHighContrast, languageOf, type PreferencesStore, terminalLook, themeOf } from '../state/preferences-store.ts';
import { terminalTheme } from '../terminal/palette.ts';

const STORAGE_KEY = 'kimi-shell.look';
const Kept = Settings.pick({ theme: true, contrast: true, density: true, language: true, customCss: true });

const DARK = '(prefers-color-scheme: dark)';
const MORE_CONTRAST = '(prefers-contrast: more)';

/** What the system asks for now. */
export function systemLook(): { readonly dark: boolean; readonly contrast: boolean } {
  return { dark: window.matchMedia(DARK).matches, contrast: window.matchMedia(MORE_CONTRAST).matches };
}

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

/** Keeps the document in step with the preferences: theme, contrast, density, language, and the memory of them. Returns how to stop. */
export function applyAppearance(preferences: PreferencesStore, texts: i18n, storage: Pick<Storage, 'setItem'>): () => void {
  const root = document.documentElement;
  let own: readonly OwnToken[] = [];
  const apply = () => {
    const state = preferences.getState();
    root.dataset.theme = themeOf(state);
    root.dataset.contrast = hasHighContrast(state) ? 'high' : 'normal';
    root.dataset.density = state.settings.density;
    own = setOwnTokens(root.style, own, ownTokens(state.settings.customCss, themeOf(state)));
    // What of a pane its terminal leaves free has the terminal's ground.
    const { theme, highContrast } = terminalLook(state);
    root.style.setProperty('--terminal', terminalTheme(theme, highContrast).background ?? null);
    const language = languageOf(state);
    root.lang = language;
    if (texts.language !== language) {
      changeLanguage(texts, language).catch((error: unknown) => reportError(error));
    }
    storage.setItem(STORAGE_KEY, JSON.stringify(Kept.parse(state.settings)));
  };
  const [dark, contrast] = [DARK, MORE_CONTRAST].map((query) => window.matchMedia(query)) as [MediaQueryList, MediaQueryList];
  const systemChanged = () => preferences.getState().setSystem({ systemDark: dark.matches, systemContrast: contrast.matches });
  for (const list of [dark, contrast]) list.addEventListener('change', systemChanged);
  const stop = preferences.subscribe(apply);
  apply();
  return () => {
    stop();
    for (const list of [dark, contrast]) list.removeEventListener('change', systemChanged);
  };
}

/** The person's own values for one theme; of two for the same token the later one holds. */
function ownTokens(customCss: string, theme: 'light' | 'dark'): readonly OwnToken[] {
  return readOwnTokens(customCss).tokens.filter((own) => own.theme === null || own.theme === theme);
}

function setOwnTokens(style: CSSStyleDeclaration, before: readonly OwnToken[], now: readonly OwnToken[]): readonly OwnToken[] {
  for (const { token } of before) style.removeProperty(`--${token}`);
  for (const { token, value } of now) style.setProperty(`--${token}`, value);
  return now;
}
