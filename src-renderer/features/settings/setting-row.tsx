import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { type Setting, settingTexts, settingValue } from './sections.ts';
import { SettingControl } from './setting-control.tsx';

/** A setting with its field; a change holds at once. What is not the default can be given it back. */
export function SettingRow({ setting }: { readonly setting: Setting }) {
  const t = useText();
  const services = useServices();
  const id = useId();
  const value = useStore(services.preferences, (state) => settingValue(state.settings, setting.name));
  const { title, about } = settingTexts(setting.name, t);
  return (
    <div className="flex min-h-10 items-center gap-3 border-line border-b py-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{title}</label>
        {about === '' ? null : (
          <p id={`${id}-about`} className="text-ink-2 text-sm">
            {about}
          </p>
        )}
      </div>
      {value === setting.leaf.default ? null : (
        <IconButton
          icon={RotateCcw}
          label={t('window.settings.reset', { setting: title })}
          onClick={() => void services.unsetSetting(setting.name)}
        />
      )}
      <SettingControl
        setting={setting}
        value={value}
        id={id}
        describedBy={about === '' ? undefined : `${id}-about`}
        onChange={(next) => void services.setSetting(setting.name, next)}
      />
    </div>
  );
}
