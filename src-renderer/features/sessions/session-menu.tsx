import { ContextMenu } from 'radix-ui';
import { type MouseEvent, type ReactNode, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { MENU_CONTENT, MENU_ITEM, MENU_SEPARATOR } from '../../components/menu-style.ts';
import { useText } from '../../i18n/use-text.ts';
import { isEnded } from './session-facts.ts';

/** The context menu of whatever row of its children was clicked (or has the focus, for the menu key); of all chosen ones if it is one. */
export function SessionMenu({ children }: { readonly children: ReactNode }) {
  const services = useServices();
  const [sessions, setSessions] = useState<readonly SessionInfo[]>([]);

  const choose = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('[data-session]') : null;
    const id = SessionId.safeParse(row?.getAttribute('data-session'));
    const { chosen } = services.list.getState();
    const ids = id.success ? (chosen.has(id.data) ? [...chosen] : [id.data]) : [];
    const { byId } = services.sessions.getState();
    const found = ids.flatMap((one) => byId[one] ?? []);
    setSessions(found);
    // Radix opens for every event that nobody has taken.
    if (found.length === 0) event.preventDefault();
  };
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={choose}>
        {children}
      </ContextMenu.Trigger>
      {sessions.length === 0 ? null : <Items sessions={sessions} />}
    </ContextMenu.Root>
  );
}

function Items({ sessions }: { readonly sessions: readonly SessionInfo[] }) {
  const t = useText();
  const services = useServices();
  const { commands, dialogs } = services;
  const [first] = sessions;
  const count = sessions.length;
  const item = (text: string, run: () => void, look = '') => (
    <ContextMenu.Item className={`${MENU_ITEM} ${look}`} onSelect={run}>
      {text}
    </ContextMenu.Item>
  );
  if (first === undefined) return null;
  const ids = sessions.map(({ id }) => id);
  const ended = sessions.filter(isEnded).map(({ id }) => id);
  const one = count === 1;
  return (
    <ContextMenu.Content className={MENU_CONTENT} aria-label={one ? first.name : t('window.menu.many', { count })}>
      {one ? null : <ContextMenu.Label className="px-2 py-1 text-ink-3 text-xs">{t('window.menu.many', { count })}</ContextMenu.Label>}
      {one ? item(t('window.menu.open'), () => services.openSession(first.id)) : null}
      {one ? item(t('window.menu.open-right'), () => commands.beside(first.id)) : null}
      {sessions.some(({ unseen }) => unseen) ? item(t('window.menu.seen'), () => commands.markSeen(...sessions)) : null}
      <ContextMenu.Separator className={MENU_SEPARATOR} />
      {one ? item(t('window.menu.rename'), () => dialogs.getState().open({ kind: 'rename', session: first.id })) : null}
      {ended.length > 0 ? item(t('window.menu.restart'), () => commands.restart(...ended)) : null}
      {ended.length < count ? item(t('window.menu.stop'), () => commands.stop(...sessions)) : null}
      <ContextMenu.Separator className={MENU_SEPARATOR} />
      {item(t('window.menu.delete'), () => dialogs.getState().open({ kind: 'delete', sessions: ids }), 'text-failed')}
    </ContextMenu.Content>
  );
}
