import { ContextMenu } from 'radix-ui';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionInfo } from '#shared/contract/index.ts';
import { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { MENU_CONTENT } from '../../components/menu-style.ts';
import { GroupMenuItems } from './group-menu-items.tsx';
import { SessionMenuItems } from './session-menu-items.tsx';

/** What a menu is about. */
type Subject = { readonly kind: 'sessions'; readonly sessions: readonly SessionInfo[] } | { readonly kind: 'group'; readonly key: string };

/** The context menu of whatever row or heading of its children was clicked (or has the focus, for the menu key); of all chosen rows if it is one. */
export function SessionMenu({ children }: { readonly children: ReactNode }) {
  const services = useServices();
  const [subject, setSubject] = useState<Subject | null>(null);
  const byId = useStore(services.sessions, (state) => state.byId);

  const choose = (event: MouseEvent) => {
    const found = subjectOf(event.target, services.list.getState().chosen, byId);
    setSubject(found);
    // Radix opens for every event that nobody has taken.
    if (found === null) event.preventDefault();
  };
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={choose}>
        {children}
      </ContextMenu.Trigger>
      {subject === null ? null : (
        <ContextMenu.Content className={MENU_CONTENT} collisionPadding={8}>
          {subject.kind === 'group' ? <GroupMenuItems group={subject.key} /> : <SessionMenuItems sessions={subject.sessions} />}
        </ContextMenu.Content>
      )}
    </ContextMenu.Root>
  );
}

function subjectOf(target: EventTarget, chosen: ReadonlySet<SessionId>, byId: Readonly<Record<SessionId, SessionInfo>>): Subject | null {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-session], [data-group]') : null;
  if (line === null) return null;
  const { group, session } = line.dataset;
  if (group !== undefined) return /^(own|folder) /.test(group) ? { kind: 'group', key: group } : null;
  const id = SessionId.safeParse(session);
  const ids = id.success ? (chosen.has(id.data) ? [...chosen] : [id.data]) : [];
  const sessions = ids.flatMap((one) => byId[one] ?? []);
  return sessions.length === 0 ? null : { kind: 'sessions', sessions };
}
