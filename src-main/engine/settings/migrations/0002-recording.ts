import { renameTomlKey } from '../toml-rename.ts';
import type { SettingsMigration } from './types.ts';

/** The page and the texts say "recording"; "spool" is what the program calls its files. */
export const recording: SettingsMigration = {
  to: 2,
  name: 'recording',
  renamed: { 'spool.keepMiB': 'recording.keepMiB' },
  migrate: (text) => renameTomlKey(text, ['spool', 'keepMiB'], ['recording', 'keepMiB']),
};
