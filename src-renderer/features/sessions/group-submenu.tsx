import { Check, ChevronRight } from 'lucide-react';
import { ContextMenu } from 'radix-ui';
import type { SessionInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { MENU_CONTENT, MENU_ITEM, MENU_SEPARATOR } from '../../components/menu-style.ts';
import { useText } from '../../i18n/use-text.ts';
import { valuesOf } from './list-filter.ts';

/** The person's groups to put sessions into, a new one, and none. */
export function GroupSubmenu({ sessions }: { readonly sessions: readonly SessionInfo[] }) {
  const t = useText();
  const services = useServices();
  const ids = sessions.map(({ id }) => id);
  const own = new Set(sessions.map(({ group }) => group ?? ''));
  const current = own.size === 1 ? [...own][0] : undefined;
  const groups = valuesOf('group', Object.values(services.sessions.getState().byId)).toSorted((a, b) => a.localeCompare(b));
  return (
    <ContextMenu.Sub>
      <ContextMenu.SubTrigger className={MENU_ITEM}>
        <span className="flex-1">{t('window.menu.group')}</span>
        <ChevronRight size={14} aria-hidden="true" className="text-ink-3" />
      </ContextMenu.SubTrigger>
      <ContextMenu.SubContent className={`${MENU_CONTENT} max-h-80 max-w-64 overflow-y-auto`} collisionPadding={8}>
        <ContextMenu.RadioGroup value={current ?? ''} onValueChange={(group) => void services.arrange.group(ids, group)}>
          {groups.map((group) => (
            <ContextMenu.RadioItem key={group} value={group} className={MENU_ITEM}>
              <span className="size-3.5 shrink-0">
                <ContextMenu.ItemIndicator>
                  <Check size={14} aria-hidden="true" />
                </ContextMenu.ItemIndicator>
              </span>
              <span className="truncate" title={group}>
                {group}
              </span>
            </ContextMenu.RadioItem>
          ))}
        </ContextMenu.RadioGroup>
        {groups.length === 0 ? null : <ContextMenu.Separator className={MENU_SEPARATOR} />}
        <ContextMenu.Item className={MENU_ITEM} onSelect={() => services.dialogs.getState().open({ kind: 'new-group', sessions: ids })}>
          {t('window.menu.group.new')}
        </ContextMenu.Item>
        {own.size === 1 && own.has('') ? null : (
          <ContextMenu.Item className={MENU_ITEM} onSelect={() => void services.arrange.group(ids, undefined)}>
            {t('window.menu.group.none')}
          </ContextMenu.Item>
        )}
      </ContextMenu.SubContent>
    </ContextMenu.Sub>
  );
}
