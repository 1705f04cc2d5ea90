import { errors } from '../en/errors.ts';
import { notifications } from '../en/notifications.ts';
import { said } from '../en/said.ts';
import { window } from '../en/window.ts';
import { together } from '../together.ts';

/** What a window can say in English: all but the words of the command line and of the tray, which it would load for nothing, and what comes later. */
export const english = together(window, errors, said, notifications);
