export { adminFile } from './admin-file.ts';
export { discoverSettings } from './discover.ts';
export { exportSettings } from './export-settings.ts';
export { createLayouts, type Layouts } from './layouts.ts';
export { placeAboveFile } from './setting-place.ts';
export { parseSettingValue } from './setting-value.ts';
export { changedSettings } from './setting-values.ts';
export { createSettings, type SettingProblem, type SettingsService } from './settings-service.ts';
export { setTomlValue } from './toml-edit.ts';
