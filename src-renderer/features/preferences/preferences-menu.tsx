import { Check, Dot, Minus, Plus, Settings2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { type Action, actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { MENU_CONTENT, MENU_ITEM, MENU_LABEL, MENU_SEPARATOR } from '../../components/menu-style.ts';
import { useReturnFocus } from '../../components/use-return-focus.ts';
import { useText } from '../../i18n/use-text.ts';

const BIGGER = actionOf('font.bigger');
const SMALLER = actionOf('font.smaller');
const SCREEN_READER = actionOf('view.screen-reader');

/** Theme, language and terminal at a glance; every change holds at once and for all windows to come. Opens with its button. */
export default function PreferencesMenu({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const services = useServices();
  const settings = useStore(services.preferences, (state) => state.settings);
  const screenReader = useStore(services.layout, (state) => state.view.screenReader);
  const returnFocus = useReturnFocus();
  const keep = (event: Event) => event.preventDefault();
  const runAndStay = (event: Event, action: Action) => {
    event.preventDefault();
    action.run(services);
  };
  return (
    <DropdownMenu.Root
      defaultOpen
      modal={false}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DropdownMenu.Trigger asChild>
        <IconButton icon={Settings2} label={t('window.titlebar.preferences')} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        className={`${MENU_CONTENT} min-w-64`}
        align="end"
        sideOffset={4}
        aria-label={t('window.titlebar.preferences')}
        onCloseAutoFocus={returnFocus}
      >
        <DropdownMenu.Label className={MENU_LABEL}>{t('window.preferences.theme')}</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={settings.theme} onValueChange={(value) => void services.setSetting('theme', value)}>
          {(['system', 'light', 'dark'] as const).map((theme) => (
            <Choice key={theme} value={theme} onSelect={keep}>
              {t(`window.preferences.theme.${theme}`)}
            </Choice>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className={MENU_SEPARATOR} />
        <DropdownMenu.Label className={MENU_LABEL}>{t('window.preferences.language')}</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={settings.language} onValueChange={(value) => void services.setSetting('language', value)}>
          {(['system', 'en', 'zh-CN'] as const).map((language) => (
            <Choice key={language} value={language} onSelect={keep}>
              {t(`window.preferences.language.${language}`)}
            </Choice>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className={MENU_SEPARATOR} />
        <DropdownMenu.Label className={MENU_LABEL}>{t('window.preferences.terminal')}</DropdownMenu.Label>
        <DropdownMenu.Item className={MENU_ITEM} onSelect={(event) => runAndStay(event, SMALLER)}>
          <Minus size={14} aria-hidden="true" />
          <span className="flex-1">{t(SMALLER.title)}</span>
          {SMALLER.keys === undefined ? null : <KeyCaps keys={SMALLER.keys} />}
        </DropdownMenu.Item>
        <DropdownMenu.Item className={MENU_ITEM} onSelect={(event) => runAndStay(event, BIGGER)}>
          <Plus size={14} aria-hidden="true" />
          <span className="flex-1">{t(BIGGER.title)}</span>
          {BIGGER.keys === undefined ? null : <KeyCaps keys={BIGGER.keys} />}
        </DropdownMenu.Item>
        <Switch
          checked={settings.terminal.clipboardWrite}
          onChange={(checked) => void services.setSetting('terminal.clipboardWrite', String(checked))}
        >
          {t('window.preferences.clipboard')}
        </Switch>
        <Switch checked={screenReader} onChange={() => SCREEN_READER.run(services)}>
          {t('window.preferences.screen-reader')}
        </Switch>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Choice({
  value,
  onSelect,
  children,
}: {
  readonly value: string;
  readonly onSelect: (event: Event) => void;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.RadioItem value={value} onSelect={onSelect} className={`${MENU_ITEM} pl-7`}>
      <DropdownMenu.ItemIndicator className="-ml-6 w-4">
        <Dot size={18} strokeWidth={4} aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
      {children}
    </DropdownMenu.RadioItem>
  );
}

function Switch({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={`${MENU_ITEM} pl-7`}
    >
      <DropdownMenu.ItemIndicator className="-ml-5 w-3">
        <Check size={12} strokeWidth={2.5} aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}
