import { doctor } from './zh-CN/doctor.ts';
import { errors } from './zh-CN/errors.ts';
import { said } from './zh-CN/said.ts';
import { settings } from './zh-CN/settings.ts';
import { window } from './zh-CN/window.ts';

/** What a window shows, in Simplified Chinese: a page waits for these before it draws, so what only a command prints is not among them. */
export const chineseWindow = { ...window, ...errors, ...doctor, ...said, ...settings } as const;
