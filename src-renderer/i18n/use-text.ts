import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, pickLanguage } from '#shared/messages/index.ts';
import type { Translate } from './text-key.ts';

/** The catalogue in the window's language; components re-render when that changes. */
export function useText(): Translate {
  const { t } = useTranslation();
  return useCallback<Translate>((key, values) => t(key, { ...values }), [t]);
}

/** The language on show, as a BCP 47 tag. */
export function useLanguage(): Language {
  return pickLanguage([useTranslation().i18n.language]);
}
