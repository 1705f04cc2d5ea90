import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { folderName } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';
import { focusedPane } from '../../state/layout-tree.ts';
import { type Group, groupSessions } from './grouping.ts';
import { SessionMenu } from './session-menu.tsx';
import { SessionRow } from './session-row.tsx';

/** The sessions by need, then by folder. Arrow keys move, Enter opens, F2 renames, Delete deletes. */
export function SessionList() {
  const t = useText();
  const services = useServices();
  const byId = useStore(services.sessions, (state) => state.byId);
  const current = useStore(services.layout, (state) => focusedPane(state.layout)?.session ?? null);
  const groups = useMemo(() => groupSessions(Object.values(byId)), [byId]);
  const order = useMemo(() => groups.flatMap((group) => group.sessions.map((session) => session.id)), [groups]);
  const list = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<SessionId | null>(null);
  const open = useCallback((id: SessionId) => services.openSession(id), [services]);
  const stop = marked !== null && order.includes(marked) ? marked : current !== null && order.includes(current) ? current : order[0];

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>, id: SessionId) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-session]') ?? [])];
      const at = rows.indexOf(event.currentTarget);
      const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
      const to = moves[event.key];
      if (to !== undefined) rows[Math.min(Math.max(to, 0), rows.length - 1)]?.focus();
      else if (event.key === 'F2') services.dialogs.getState().open({ kind: 'rename', session: id });
      else if (event.key === 'Delete') services.dialogs.getState().open({ kind: 'delete', session: id });
      else return;
      event.preventDefault();
    },
    [services],
  );

  return (
    <SessionMenu>
      <div ref={list} data-session-list className="min-h-0 flex-1 overflow-y-auto px-1 pb-2">
        {groups.map((group) => (
          <section key={keyOf(group)} aria-label={titleOf(group, t)}>
            <h3
              className={`flex gap-2 px-2 pt-3 pb-1 text-xs ${group.need === 'needs-you' ? 'font-semibold text-needs' : 'text-ink-3'}`}
              title={group.folder ?? undefined}
            >
              <span className="min-w-0 truncate">{titleOf(group, t)}</span>
              <span>{group.sessions.length}</span>
            </h3>
            <ul>
              {group.sessions.map(({ id }) => (
                <li key={id}>
                  <SessionRow
                    id={id}
                    current={id === current}
                    stop={id === stop}
                    showFolder={group.folder === null}
                    onOpen={open}
                    onFocus={setMarked}
                    onKeyDown={onKeyDown}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </SessionMenu>
  );
}

const keyOf = (group: Group) => group.folder ?? group.need;

function titleOf(group: Group, t: ReturnType<typeof useText>): string {
  return group.need === 'rest' ? folderName(group.folder ?? '') : t(`window.group.${group.need}`);
}
