import { recording } from './0002-recording.ts';
import type { SettingsMigration } from './types.ts';

export type { SettingsMigration } from './types.ts';

/** Every step in order; the first format is that of files without a number. */
export const MIGRATIONS: readonly SettingsMigration[] = [recording];
