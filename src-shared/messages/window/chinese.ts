import { together } from '../together.ts';
import { doctor } from '../zh-CN/doctor.ts';
import { errors } from '../zh-CN/errors.ts';
import { notifications } from '../zh-CN/notifications.ts';
import { said } from '../zh-CN/said.ts';
import { settings } from '../zh-CN/settings.ts';
import { window } from '../zh-CN/window.ts';
import { without } from '../zh-CN/without.ts';

/** What a window can say in Simplified Chinese: everything but the words of the command line and of the tray, which it would load for nothing. */
export const chinese = together(window, without, errors, doctor, said, settings, notifications);
