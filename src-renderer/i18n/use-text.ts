import type { i18n } from 'i18next';
import { use, useCallback, useSyncExternalStore } from 'react';
import { I18nContext } from 'react-i18next';
import { type Language, pickLanguage } from '#shared/messages/languages.ts';
import type { Catalogue, Reader } from '#shared/messages/reader.ts';
import type { Translate } from './text-key.ts';

interface Spoken extends Reader {
  readonly tag: string;
  readonly t: Translate;
}

const spoken = new WeakMap<i18n, Spoken>();

/** What a catalogue says now; the same object until its language changes, or texts are added that came later. */
function spokenBy(texts: i18n): Spoken {
  const known = spoken.get(texts);
  const catalogue = texts.getResourceBundle(texts.language, 'translation') as Catalogue;
  if (known?.tag === texts.language && known.catalogue === catalogue) return known;
  const now: Spoken = {
    tag: texts.language,
    language: pickLanguage([texts.language]),
    t: (key, values) => texts.t(key, { ...values }),
    catalogue,
  };
  spoken.set(texts, now);
  return now;
}

// Not the library's own hook: that copies the whole catalogue object for every component, which a list that is scrolled feels.
function useSpoken(): Spoken {
  const { i18n: texts } = use(I18nContext);
  const subscribe = useCallback(
    (changed: () => void) => {
      texts.on('languageChanged', changed);
      return () => texts.off('languageChanged', changed);
    },
    [texts],
  );
  return useSyncExternalStore(subscribe, () => spokenBy(texts));
}

/** The catalogue in the window's language; components re-render when that changes. */
export function useText(): Translate {
  return useSpoken().t;
}

/** Who reads the window: its language and all texts in it, for what chooses its keys at run time. The same object until that or they change. */
export function useReader(): Reader {
  return useSpoken();
}

/** The language on show, as a BCP 47 tag. */
export function useLanguage(): Language {
  return useSpoken().language;
}
