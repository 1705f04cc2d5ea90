import { doctor } from './en/doctor.ts';
import { errors } from './en/errors.ts';
import { said } from './en/said.ts';
import { settings } from './en/settings.ts';
import { window } from './en/window.ts';

/** What a window shows, in English: a page waits for these before it draws, so what only a command prints is not among them. */
export const englishWindow = { ...window, ...errors, ...doctor, ...said, ...settings } as const;
