export { createDoctor, type Doctor } from './doctor.ts';
export { engineChecks } from './engine-checks.ts';
export { machineChecks } from './machine-checks.ts';
export { settingsCheck } from './settings-check.ts';
export { type TraySupport, traySupport } from './tray-support.ts';
export type { Check } from './types.ts';
