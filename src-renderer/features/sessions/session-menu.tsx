import { ContextMenu } from 'radix-ui';
import { type MouseEvent, type ReactNode, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { MENU_CONTENT, MENU_ITEM, MENU_SEPARATOR } from '../../components/menu-style.ts';
import { useText } from '../../i18n/use-text.ts';
import { isEnded } from './session-facts.ts';

/** The context menu of whatever row of its children was clicked (or has the focus, for the menu key). */
export function SessionMenu({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const services = useServices();
  const [session, setSession] = useState<SessionInfo | null>(null);

  const choose = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('[data-session]') : null;
    const id = SessionId.safeParse(row?.getAttribute('data-session'));
    const found = id.success ? services.sessions.getState().byId[id.data] : undefined;
    setSession(found ?? null);
    // Radix opens for every event that nobody has taken.
    if (found === undefined) event.preventDefault();
  };
  const dialog = (kind: 'rename' | 'delete', of: SessionInfo) => services.dialogs.getState().open({ kind, session: of.id });

  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={choose}>
        {children}
      </ContextMenu.Trigger>
      {session === null ? null : (
        <ContextMenu.Content className={MENU_CONTENT} aria-label={session.name}>
          <ContextMenu.Item className={MENU_ITEM} onSelect={() => services.openSession(session.id)}>
            {t('window.menu.open')}
          </ContextMenu.Item>
          <ContextMenu.Item className={MENU_ITEM} onSelect={() => services.commands.beside(session.id)}>
            {t('window.menu.open-right')}
          </ContextMenu.Item>
          <ContextMenu.Separator className={MENU_SEPARATOR} />
          <ContextMenu.Item className={MENU_ITEM} onSelect={() => dialog('rename', session)}>
            {t('window.menu.rename')}
          </ContextMenu.Item>
          {isEnded(session) ? (
            <ContextMenu.Item className={MENU_ITEM} onSelect={() => services.commands.restart(session.id)}>
              {t('window.menu.restart')}
            </ContextMenu.Item>
          ) : (
            <ContextMenu.Item className={MENU_ITEM} onSelect={() => services.commands.stop(session)}>
              {t('window.menu.stop')}
            </ContextMenu.Item>
          )}
          <ContextMenu.Separator className={MENU_SEPARATOR} />
          <ContextMenu.Item className={`${MENU_ITEM} text-failed`} onSelect={() => dialog('delete', session)}>
            {t('window.menu.delete')}
          </ContextMenu.Item>
        </ContextMenu.Content>
      )}
    </ContextMenu.Root>
  );
}
