import { agents } from './en/agents.ts';
import { audit } from './en/audit.ts';
import { cli } from './en/cli.ts';
import { doctor } from './en/doctor.ts';
import { environment } from './en/environment.ts';
import { errors } from './en/errors.ts';
import { logs } from './en/logs.ts';
import { notices } from './en/notices.ts';
import { notifications } from './en/notifications.ts';
import { said } from './en/said.ts';
import { secrets } from './en/secrets.ts';
import { settings } from './en/settings.ts';
import { tray } from './en/tray.ts';
import { troubleshooting } from './en/troubleshooting.ts';
import { welcome } from './en/welcome.ts';
import { window } from './en/window.ts';
import { without } from './en/without.ts';
import { together } from './together.ts';

/** Every text of the product in English. */
export const english = together(
  window,
  welcome,
  agents,
  audit,
  logs,
  secrets,
  environment,
  without,
  errors,
  cli,
  doctor,
  said,
  settings,
  notices,
  notifications,
  tray,
  troubleshooting,
);
