import { type KeyboardEvent, memo, useRef } from 'react';
import { useStore } from 'zustand';
import type { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { Age } from '../../components/age.tsx';
import { BellMark, ProgressLine } from '../../components/signal-marks.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { folderBeside, nameTitle } from '../../i18n/format.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { needOf } from './grouping.ts';
import { useDraggableRow } from './list-drag.ts';
import { stateDetail } from './session-facts.ts';
import { TagChips } from './tag-chips.tsx';

export interface SessionRowProps {
  readonly id: SessionId;
  /** Shown in the pane that has the caret. */
  readonly current: boolean;
  /** One of several that something is to be done with. */
  readonly chosen: boolean;
  /** The one row that Tab stops at. */
  readonly stop: boolean;
  /** The group's heading does not name the folder. */
  readonly showFolder: boolean;
  /** What is dragged would come to this side of the row. */
  readonly mark: 'before' | 'after' | null;
  readonly onOpen: (id: SessionId, how: { readonly toggle: boolean; readonly range: boolean }) => void;
  readonly onFocus: (id: SessionId) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, id: SessionId) => void;
}

/** One session: mark, name, folder, age of the state; under it what it does or asks. */
export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { id, current, chosen, stop, showFolder, mark, onOpen, onFocus, onKeyDown } = props;
  const t = useText();
  const reader = useReader();
  const { sessions } = useServices();
  const session = useStore(sessions, (state) => state.byId[id]);
  const row = useRef<HTMLButtonElement>(null);
  const dragged = useDraggableRow(row, id);
  if (session === undefined) return null;
  const { stateInfo } = session;
  const detail = stateDetail(session, reader);
  const folder = showFolder ? folderBeside(session) : null;
  const needs = needOf(session) === 'needs-you';
  return (
    <button
      ref={row}
      type="button"
      data-session={id}
      tabIndex={stop ? 0 : -1}
      aria-current={current}
      aria-pressed={chosen || undefined}
      onClick={(event) => onOpen(id, { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey })}
      onFocus={() => onFocus(id)}
      onKeyDown={(event) => onKeyDown(event, id)}
      className={`relative flex h-(--row) w-full items-center gap-2 rounded px-2 text-left hover:bg-hover aria-[current=true]:bg-selected aria-pressed:bg-selected aria-pressed:outline-1 aria-pressed:outline-accent aria-pressed:-outline-offset-1 ${dragged ? 'opacity-60' : ''}`}
    >
      {mark === null ? null : (
        <span
          aria-hidden="true"
          className={`pointer-events-none absolute inset-x-1 h-0.5 bg-accent ${mark === 'before' ? 'top-0' : 'bottom-0'}`}
        />
      )}
      <StateMark state={session.state} />
      <ProgressLine session={id} />
      <span className="min-w-0 flex-1 compact:flex compact:items-baseline compact:gap-2">
        <span className="flex items-baseline gap-1.5 compact:max-w-2/3">
          <span className={`truncate ${session.unseen ? 'font-bold' : ''}`} title={nameTitle(session)}>
            {session.name}
          </span>
          <BellMark session={id} />
          {session.unseen ? <span className="sr-only">{t('window.sessions.unread')}</span> : null}
          {folder === null ? null : (
            <span className="min-w-0 shrink-[99] truncate text-ink-3 text-xs" title={session.cwd}>
              {folder}
            </span>
          )}
        </span>
        <span className="flex min-w-0 gap-1.5 text-xs leading-4" title={detail}>
          <span className={`shrink-0 ${needs ? 'text-needs' : 'text-ink-2'}`}>{t(`window.state.${session.state}`)}</span>
          <span className="min-w-0 flex-1 truncate text-ink-3">{detail}</span>
          <TagChips tags={session.tags} />
        </span>
      </span>
      <span className="self-start pt-1 compact:self-center compact:pt-0">
        <Age since={stateInfo.since} />
      </span>
    </button>
  );
});
