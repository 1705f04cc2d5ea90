import { useText } from '../../i18n/use-text.ts';

/** Where kimi was looked for, folded: there are many places, and few people want them. */
export function LookedPlaces({ places }: { readonly places: readonly string[] }) {
  const t = useText();
  if (places.length === 0) return null;
  return (
    <details className="mt-1 text-ink-2 text-sm">
      <summary className="cursor-default">{t('window.kimi.missing.looked')}</summary>
      <ul className="max-h-32 overflow-auto py-1 font-mono text-xs">
        {places.map((place) => (
          <li key={place} className="break-all">
            {place}
          </li>
        ))}
      </ul>
    </details>
  );
}
