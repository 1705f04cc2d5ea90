import type { ReactNode } from 'react';
import type { AppServices } from '#renderer/app/services.ts';
import { Inspector } from '#renderer/features/inspector/inspector.tsx';
import { GroupHeading } from '#renderer/features/sessions/group-heading.tsx';
import { groupSessions } from '#renderer/features/sessions/grouping.ts';
import { SessionRow } from '#renderer/features/sessions/session-row.tsx';
import { Sidebar } from '#renderer/features/sessions/sidebar.tsx';
import type { SessionInfo } from '#shared/contract/index.ts';
import { EACH_STATE, known, LONG, MANY } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

const nothing = () => undefined;

/** In the window a side panel has at most a part of it; here it has the room that its own width needs. */
function InItsWidth({ children }: { readonly children: ReactNode }) {
  return <div className="flex *:max-w-none">{children}</div>;
}

function row(id: string, session: SessionInfo, look: { readonly current?: boolean; readonly chosen?: boolean } = {}): Specimen {
  return {
    id,
    sessions: [session],
    draw: () => (
      <div className="w-68">
        <SessionRow
          id={session.id}
          current={look.current ?? false}
          chosen={look.chosen ?? false}
          stop
          mark={null}
          showFolder
          onOpen={nothing}
          onFocus={nothing}
          onKeyDown={nothing}
        />
      </div>
    ),
  };
}

function heading(id: string, sessions: readonly SessionInfo[], folded = false): Specimen {
  const [group] = groupSessions(sessions);
  return {
    id,
    sessions,
    draw: () => (
      <div className="h-8 w-68">{group === undefined ? null : <GroupHeading group={group} folded={folded} target={false} />}</div>
    ),
  };
}

function sidebar(id: string, sessions: readonly SessionInfo[], arrange: (services: AppServices) => void = nothing): Specimen {
  return {
    id,
    sessions,
    arrange,
    height: 480,
    draw: () => (
      <InItsWidth>
        <Sidebar />
      </InItsWidth>
    ),
  };
}

const DONE = known(6, 'finished', { unseen: true });

export const SESSIONS: readonly Specimen[] = [
  ...EACH_STATE.map((session) => row(`session-row-${session.state}`, session)),
  row('session-row-unread', DONE),
  row('session-row-current', known(2, 'idle'), { current: true }),
  row('session-row-chosen', known(2, 'idle'), { chosen: true }),
  ...LONG.map((session, n) => row(`session-row-long-${n + 1}`, session)),
  heading('group-heading-needs-you', [known(5, 'waiting')]),
  heading('group-heading-working', [known(4, 'working')]),
  heading('group-heading-done', [DONE]),
  heading('group-heading-folder', [known(3, 'idle')]),
  heading('group-heading-folded', [known(3, 'idle')], true),
  sidebar('sidebar-empty', []),
  sidebar('sidebar-each-state', EACH_STATE),
  sidebar('sidebar-full', MANY),
  sidebar('sidebar-search', EACH_STATE, ({ list }) => list.getState().setSearch('garden')),
  sidebar('sidebar-nothing-found', EACH_STATE, ({ list }) => list.getState().setSearch('no such thing')),
  {
    id: 'inspector-none',
    height: 160,
    draw: () => (
      <InItsWidth>
        <Inspector />
      </InItsWidth>
    ),
  },
  ...EACH_STATE.map(
    (session): Specimen => ({
      id: `inspector-${session.state}`,
      sessions: [session],
      arrange: ({ layout }) => layout.getState().open(session.id),
      height: 480,
      draw: () => (
        <InItsWidth>
          <Inspector />
        </InItsWidth>
      ),
    }),
  ),
];
