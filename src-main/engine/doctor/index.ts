export { createDoctor, type Doctor } from './doctor.ts';
export { engineChecks, settingsCheck } from './engine-checks.ts';
export { machineChecks } from './machine-checks.ts';
export { type TraySupport, traySupport } from './tray-support.ts';
export type { Check } from './types.ts';
