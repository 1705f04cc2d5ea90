import { together } from '../together.ts';
import { errors } from '../zh-CN/errors.ts';
import { notifications } from '../zh-CN/notifications.ts';
import { said } from '../zh-CN/said.ts';
import { window } from '../zh-CN/window.ts';

/** What a window can say in Simplified Chinese: all but the words of the command line and of the tray, which it would load for nothing, and what comes later. */
export const chinese = together(window, errors, said, notifications);
