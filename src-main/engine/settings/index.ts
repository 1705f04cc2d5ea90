export { createLayouts, type Layouts } from './layouts.ts';
export { createSettings, type SettingsService } from './settings-service.ts';
