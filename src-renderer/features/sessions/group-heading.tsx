import { ChevronDown, ChevronRight } from 'lucide-react';
import { useServices } from '../../app/services.ts';
import { folderName } from '../../i18n/format.ts';
import type { Translate } from '../../i18n/text-key.ts';
import { useText } from '../../i18n/use-text.ts';
import type { Group } from './grouping.ts';
import { groupKey } from './list-rows.ts';

/** The heading of a group with how many are in it; a click folds it. */
export function GroupHeading({ group, folded }: { readonly group: Group; readonly folded: boolean }) {
  const t = useText();
  const { list } = useServices();
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    <h3 className={`h-full text-xs ${group.need === 'needs-you' ? 'font-semibold text-needs' : 'text-ink-3'}`}>
      <button
        type="button"
        aria-expanded={!folded}
        title={group.folder ?? undefined}
        onClick={() => list.getState().fold(groupKey(group))}
        className="group flex h-full w-full items-end gap-2 rounded px-2 pb-1 text-left hover:text-ink"
      >
        <span className="min-w-0 truncate">{titleOf(group, t)}</span>
        <span>{group.sessions.length}</span>
        <Chevron
          size={12}
          aria-hidden="true"
          className={`mb-0.5 ${folded ? '' : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100'}`}
        />
      </button>
    </h3>
  );
}

function titleOf(group: Group, t: Translate): string {
  return group.need === 'rest' ? folderName(group.folder ?? '') : t(`window.group.${group.need}`);
}
