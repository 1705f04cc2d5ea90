import { listText } from '#shared/messages/list.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';

/** More would leave no room for the name; the rest is told on hovering. */
const SHOWN = 2;

/** A session's tags, quietly: the first two, and how many more. */
export function TagChips({ tags }: { readonly tags: readonly string[] }) {
  const t = useText();
  const language = useLanguage();
  if (tags.length === 0) return null;
  return (
    <span className="flex shrink-0 gap-1" title={listText(tags, language)}>
      <span className="sr-only">{t('window.tags')}</span>
      {tags.slice(0, SHOWN).map((tag) => (
        <span key={tag} className="max-w-20 truncate rounded-sm bg-hover px-1 text-ink-2">
          {tag}
        </span>
      ))}
      {tags.length > SHOWN ? <span className="text-ink-3">+{tags.length - SHOWN}</span> : null}
    </span>
  );
}
