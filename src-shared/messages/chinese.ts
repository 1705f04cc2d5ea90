import { together } from './together.ts';
import { agents } from './zh-CN/agents.ts';
import { audit } from './zh-CN/audit.ts';
import { cli } from './zh-CN/cli.ts';
import { doctor } from './zh-CN/doctor.ts';
import { environment } from './zh-CN/environment.ts';
import { errors } from './zh-CN/errors.ts';
import { logs } from './zh-CN/logs.ts';
import { notices } from './zh-CN/notices.ts';
import { notifications } from './zh-CN/notifications.ts';
import { said } from './zh-CN/said.ts';
import { secrets } from './zh-CN/secrets.ts';
import { settings } from './zh-CN/settings.ts';
import { tray } from './zh-CN/tray.ts';
import { troubleshooting } from './zh-CN/troubleshooting.ts';
import { welcome } from './zh-CN/welcome.ts';
import { window } from './zh-CN/window.ts';
import { without } from './zh-CN/without.ts';

/** Every text of the product in Simplified Chinese. */
export const chinese = together(
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
