import { Check, ChevronRight, ListFilter } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { MENU_CONTENT, MENU_ITEM } from '../../components/menu-style.ts';
import { folderNames } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';
import { FILTER_KEYS, type FilterKey, hasTerm, termsOf, toggleTerm, valuesOf } from './list-filter.ts';
import { valueText } from './use-filter-words.ts';

/** Values of one key that a menu has room for; the field takes any. */
const MOST = 40;

/** Puts terms into the search, and takes them out: what can be searched for, without knowing how it is written. */
export function FilterMenu() {
  const t = useText();
  const services = useServices();
  const search = useStore(services.list, (state) => state.search ?? '');
  const any = termsOf(search).some(({ key }) => key !== null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={ListFilter} label={t('window.filter')} className={any ? 'bg-selected text-ink' : ''} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" className={MENU_CONTENT} collisionPadding={8}>
        {FILTER_KEYS.map((key) => (
          <Values key={key} filterKey={key} search={search} />
        ))}
        <DropdownMenu.Label className="max-w-56 px-2 pt-2 pb-1 text-ink-3 text-xs">{t('window.filter.hint')}</DropdownMenu.Label>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Values({ filterKey, search }: { readonly filterKey: FilterKey; readonly search: string }) {
  const t = useText();
  const services = useServices();
  const values = valuesOf(filterKey, Object.values(services.sessions.getState().byId)).slice(0, MOST);
  const folders = folderNames(filterKey === 'folder' ? values : []);
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={MENU_ITEM} disabled={values.length === 0}>
        <span className="flex-1">{t(`window.filter.${filterKey}`)}</span>
        <ChevronRight size={14} aria-hidden="true" className="text-ink-3" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.SubContent className={`${MENU_CONTENT} max-h-80 max-w-72 overflow-y-auto`} collisionPadding={8}>
        {values.map((value) => (
          <DropdownMenu.CheckboxItem
            key={value}
            className={MENU_ITEM}
            checked={hasTerm(search, filterKey, value)}
            title={filterKey === 'folder' ? value : undefined}
            onCheckedChange={() => services.list.getState().setSearch(toggleTerm(search, filterKey, value))}
            // Several are often wanted; Escape closes.
            onSelect={(event) => event.preventDefault()}
          >
            <span className="size-3.5 shrink-0">
              <DropdownMenu.ItemIndicator>
                <Check size={14} aria-hidden="true" />
              </DropdownMenu.ItemIndicator>
            </span>
            <span className="truncate" title={valueText(filterKey, value, t)}>
              {folders.get(value) ?? valueText(filterKey, value, t)}
            </span>
          </DropdownMenu.CheckboxItem>
        ))}
      </DropdownMenu.SubContent>
    </DropdownMenu.Sub>
  );
}
