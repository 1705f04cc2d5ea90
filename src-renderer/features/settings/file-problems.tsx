import { CircleAlert } from 'lucide-react';
import type { Said } from '#shared/messages/fill.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { useReader } from '../../i18n/use-text.ts';

/** Of a text that is no TOML nothing is used, and nothing is written to it. */
const BROKEN = 'setting.not-toml';

/** What is wrong with settings.toml and which values hold instead, before somebody changes one in vain; nothing when all is well. */
export function FileProblems({ problems }: { readonly problems: readonly Said[] }) {
  const reader = useReader();
  if (problems.length === 0) return null;
  const broken = problems.some(({ code }) => code === BROKEN);
  return (
    <div
      role="status"
      className={`flex items-start gap-2 rounded border px-3 py-2 ${broken ? 'border-failed bg-failed-ground' : 'border-needs bg-needs-ground'}`}
    >
      <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" className={`mt-0.5 shrink-0 ${broken ? 'text-failed' : 'text-needs'}`} />
      <p className="min-w-0 select-text break-words">
        {findingText({ message: broken ? 'window.settings.broken' : 'window.settings.ignored', values: { problems } }, reader)}
      </p>
    </div>
  );
}
