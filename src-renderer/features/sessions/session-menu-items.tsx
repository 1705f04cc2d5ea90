import { ContextMenu } from 'radix-ui';
import type { SessionInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { MENU_ITEM, MENU_SEPARATOR } from '../../components/menu-style.ts';
import { useText } from '../../i18n/use-text.ts';
import { stepFrom } from './arranging.ts';
import { GroupSubmenu } from './group-submenu.tsx';
import { groupSessions } from './grouping.ts';
import { isEnded } from './session-facts.ts';

/** What can be done with sessions, at least one. */
export function SessionMenuItems({ sessions }: { readonly sessions: readonly SessionInfo[] }) {
  const t = useText();
  const services = useServices();
  const { commands, arrange, dialogs } = services;
  const [first] = sessions;
  const count = sessions.length;
  const item = (text: string, run: () => void, { look = '', disabled = false } = {}) => (
    <ContextMenu.Item className={`${MENU_ITEM} ${look}`} disabled={disabled} onSelect={run}>
      {text}
    </ContextMenu.Item>
  );
  if (first === undefined) return null;
  const ids = sessions.map(({ id }) => id);
  const ended = sessions.filter(isEnded).map(({ id }) => id);
  const one = count === 1;
  const groups = one ? groupSessions(Object.values(services.sessions.getState().byId)) : [];
  const step = (text: string, by: -1 | 1) =>
    item(text, () => void arrange.step(first.id, by), { disabled: stepFrom(first.id, by, groups) === null });
  const pinned = sessions.every((session) => session.pinned);
  const guarded = sessions.every((session) => session.guarded);
  const read = sessions.filter(({ unseen }) => !unseen).map(({ id }) => id);
  const unread = sessions.filter(({ unseen }) => unseen).map(({ id }) => id);
  return (
    <>
      {one ? null : <ContextMenu.Label className="px-2 py-1 text-ink-3 text-xs">{t('window.menu.many', { count })}</ContextMenu.Label>}
      {one ? item(t('window.menu.open'), () => services.openSession(first.id)) : null}
      {one ? item(t('window.menu.open-right'), () => commands.beside(first.id)) : null}
      {one ? <ContextMenu.Separator className={MENU_SEPARATOR} /> : null}
      {item(t(pinned ? 'window.menu.unpin' : 'window.menu.pin'), () => void arrange.pin(ids, !pinned))}
      {item(t(guarded ? 'window.menu.unguard' : 'window.menu.guard'), () => void arrange.guard(ids, !guarded))}
      {item(t('window.menu.tags'), () => dialogs.getState().open({ kind: 'tags', sessions: ids }))}
      <GroupSubmenu sessions={sessions} />
      {unread.length > 0 ? item(t('window.menu.seen'), () => void arrange.mark(unread, 'read')) : null}
      {read.length > 0 ? item(t('window.menu.unread'), () => void arrange.mark(read, 'unread')) : null}
      {one ? step(t('window.menu.up'), -1) : null}
      {one ? step(t('window.menu.down'), 1) : null}
      <ContextMenu.Separator className={MENU_SEPARATOR} />
      {one ? item(t('window.menu.rename'), () => dialogs.getState().open({ kind: 'rename', session: first.id })) : null}
      {ended.length > 0 ? item(t('window.menu.restart'), () => commands.restart(...ended)) : null}
      {ended.length < count ? item(t('window.menu.stop'), () => commands.stop(...sessions)) : null}
      <ContextMenu.Separator className={MENU_SEPARATOR} />
      {item(t('window.menu.delete'), () => dialogs.getState().open({ kind: 'delete', sessions: ids }), { look: 'text-failed' })}
    </>
  );
}
