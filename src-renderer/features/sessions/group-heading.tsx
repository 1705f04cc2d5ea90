import { ChevronDown, ChevronRight, Pin } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useServices } from '../../app/services.ts';
import { folderName } from '../../i18n/format.ts';
import type { Translate } from '../../i18n/text-key.ts';
import { useText } from '../../i18n/use-text.ts';
import { isMovable } from './arranging.ts';
import { type Group, needOf } from './grouping.ts';
import { useDraggableGroup } from './list-drag.ts';

export interface GroupHeadingProps {
  readonly group: Group;
  readonly folded: boolean;
  /** What is dragged would come to the end of this group. */
  readonly target: boolean;
  /** A group that is dragged would come above this one. */
  readonly before?: boolean;
}

/** The heading of a group with how many are in it; a click folds it, F2 renames one of the person's own, Alt+Up and Alt+Down put it elsewhere. */
export function GroupHeading({ group, folded, target, before = false }: GroupHeadingProps) {
  const t = useText();
  const { list, dialogs, arrange } = useServices();
  const element = useRef<HTMLButtonElement>(null);
  const dragged = useDraggableGroup(element, group.key, isMovable(group));
  const Chevron = folded ? ChevronRight : ChevronDown;
  // Sessions that the person has put somewhere are not under "Needs you", so their heading says it.
  const needing = group.kind === 'need' ? 0 : group.sessions.filter((session) => needOf(session) === 'needs-you').length;
  const onKeyDown = (event: KeyboardEvent) => {
    const moves = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key === 'F2' && group.kind === 'own') dialogs.getState().open({ kind: 'rename-group', group: group.name });
    else if (moves && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      arrange.stepGroup(group.key, event.key === 'ArrowUp' ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <h3 className={`h-full text-xs ${group.key === 'needs-you' ? 'font-semibold text-needs' : 'text-ink-3'}`}>
      <button
        ref={element}
        type="button"
        aria-expanded={!folded}
        data-group={group.key}
        title={group.kind === 'folder' ? group.folder : titleOf(group, t)}
        onClick={() => list.getState().fold(group.key)}
        onKeyDown={onKeyDown}
        className={`group relative flex h-full w-full items-end gap-2 rounded px-2 pb-1 text-left hover:text-ink ${target ? 'bg-selected text-ink outline-1 outline-accent -outline-offset-1' : ''} ${dragged ? 'opacity-60' : ''}`}
      >
        {before ? <span aria-hidden="true" className="pointer-events-none absolute inset-x-1 top-0 h-0.5 bg-accent" /> : null}
        {group.kind === 'pinned' ? <Pin size={12} aria-hidden="true" className="mb-0.5 shrink-0" /> : null}
        <span className={`min-w-0 truncate ${group.kind === 'own' ? 'font-semibold text-ink-2' : ''}`}>{titleOf(group, t)}</span>
        <span>{group.sessions.length}</span>
        {needing === 0 ? null : <span className="shrink-0 font-semibold text-needs">{t('window.group.needing', { count: needing })}</span>}
        <Chevron
          size={12}
          aria-hidden="true"
          className={`mb-0.5 shrink-0 ${folded ? '' : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100'}`}
        />
      </button>
    </h3>
  );
}

/** What a group is called. */
export function titleOf(group: Group, t: Translate): string {
  switch (group.kind) {
    case 'pinned':
      return t('window.group.pinned');
    case 'need':
      return t(`window.group.${group.need}`);
    case 'own':
      return group.name;
    case 'folder':
      return group.label ?? folderName(group.folder);
  }
}
