export { adminFile } from './admin-file.ts';
export { createLayouts, type Layouts } from './layouts.ts';
export { createSettings, exportSettings, type SettingsService } from './settings-service.ts';
