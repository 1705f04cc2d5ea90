import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { LockNote } from './lock-note.tsx';
import { type Setting, settingTexts, settingValue } from './sections.ts';
import { SettingControl } from './setting-control.tsx';

export interface SettingRowProps {
  readonly setting: Setting;
  /** The administrator has set it. */
  readonly locked?: boolean;
}

/** A setting with its field; a change holds at once. What is not the default can be given it back. */
export function SettingRow({ setting, locked = false }: SettingRowProps) {
  const t = useText();
  const services = useServices();
  const id = useId();
  const value = useStore(services.preferences, (state) => settingValue(state.settings, setting.name));
  const { title, about } = settingTexts(setting.name, t);
  const described = [about === '' ? '' : `${id}-about`, locked ? `${id}-locked` : ''].filter((part) => part !== '').join(' ');
  return (
    <div data-setting={setting.name} className="flex min-h-10 items-center gap-3 border-line border-b py-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{title}</label>
        {about === '' ? null : (
          <p id={`${id}-about`} className="text-ink-2 text-sm">
            {about}
          </p>
        )}
        {locked ? <LockNote id={`${id}-locked`} /> : null}
      </div>
      {locked || value === setting.leaf.default ? null : (
        <IconButton
          icon={RotateCcw}
          label={t('window.settings.reset', { setting: title })}
          onClick={() => void services.unsetSetting(setting.name)}
        />
      )}
      <fieldset disabled={locked} className="contents">
        <SettingControl
          setting={setting}
          value={value}
          id={id}
          describedBy={described === '' ? undefined : described}
          onChange={(next) => services.setSetting(setting.name, next)}
          onText={(next) => services.setFieldsSetting(setting.name, next)}
        />
      </fieldset>
    </div>
  );
}
