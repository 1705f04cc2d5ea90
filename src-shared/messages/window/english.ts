import { doctor } from '../en/doctor.ts';
import { errors } from '../en/errors.ts';
import { notifications } from '../en/notifications.ts';
import { said } from '../en/said.ts';
import { settings } from '../en/settings.ts';
import { window } from '../en/window.ts';
import { without } from '../en/without.ts';
import { together } from '../together.ts';

/** What a window can say in English: everything but the words of the command line and of the tray, which it would load for nothing. */
export const english = together(window, without, errors, doctor, said, settings, notifications);
