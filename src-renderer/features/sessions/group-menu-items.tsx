import { ContextMenu } from 'radix-ui';
import { useServices } from '../../app/services.ts';
import { MENU_ITEM } from '../../components/menu-style.ts';
import { useText } from '../../i18n/use-text.ts';

/** What can be done with a group: one of the person's own, or a folder's. `group` is its key. */
export function GroupMenuItems({ group: key }: { readonly group: string }) {
  const t = useText();
  const { dialogs, arrange, sessions } = useServices();
  const own = key.startsWith('own ');
  const name = key.slice(key.indexOf(' ') + 1);
  const dissolve = () => {
    const members = Object.values(sessions.getState().byId).filter(({ group }) => group === name);
    void arrange.group(
      members.map(({ id }) => id),
      undefined,
    );
  };
  return (
    <>
      <ContextMenu.Label className="max-w-64 truncate px-2 py-1 text-ink-3 text-xs">{name}</ContextMenu.Label>
      <ContextMenu.Item className={MENU_ITEM} onSelect={() => arrange.stepGroup(key, -1)}>
        {t('window.menu.up')}
      </ContextMenu.Item>
      <ContextMenu.Item className={MENU_ITEM} onSelect={() => arrange.stepGroup(key, 1)}>
        {t('window.menu.down')}
      </ContextMenu.Item>
      {own ? (
        <>
          <ContextMenu.Item className={MENU_ITEM} onSelect={() => dialogs.getState().open({ kind: 'rename-group', group: name })}>
            {t('window.menu.rename')}
          </ContextMenu.Item>
          <ContextMenu.Item className={MENU_ITEM} onSelect={dissolve}>
            {t('window.menu.group.dissolve')}
          </ContextMenu.Item>
        </>
      ) : null}
    </>
  );
}
