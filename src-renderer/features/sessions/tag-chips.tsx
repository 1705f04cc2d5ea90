import { useText } from '../../i18n/use-text.ts';

/** More would leave no room for the name; the rest is told on hovering. */
const SHOWN = 2;

/** A session's tags, quietly: the first two, and how many more. */
export function TagChips({ tags }: { readonly tags: readonly string[] }) {
  const t = useText();
  if (tags.length === 0) return null;
  return (
    <span className="flex min-w-0 shrink-[2] gap-1 overflow-hidden" title={tags.join(', ')}>
      <span className="sr-only">{t('window.tags')}</span>
      {tags.slice(0, SHOWN).map((tag) => (
        <span key={tag} className="min-w-0 truncate rounded-sm border border-line px-1 text-ink-2 text-xs leading-4">
          {tag}
        </span>
      ))}
      {tags.length > SHOWN ? <span className="shrink-0 text-ink-3 text-xs leading-4">+{tags.length - SHOWN}</span> : null}
    </span>
  );
}
