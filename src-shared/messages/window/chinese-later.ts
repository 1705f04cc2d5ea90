import { agents } from '../zh-CN/agents.ts';
import { audit } from '../zh-CN/audit.ts';
import { doctor } from '../zh-CN/doctor.ts';
import { environment } from '../zh-CN/environment.ts';
import { logs } from '../zh-CN/logs.ts';
import { notices } from '../zh-CN/notices.ts';
import { secrets } from '../zh-CN/secrets.ts';
import { settings } from '../zh-CN/settings.ts';
import { welcome } from '../zh-CN/welcome.ts';
import { without } from '../zh-CN/without.ts';
import { settingFields } from './setting-fields.ts';

/** What a window says in Simplified Chinese in parts that its first paint does without; fetched with the first of them. */
export const chinese = {
  ...agents,
  ...audit,
  ...doctor,
  ...environment,
  ...logs,
  ...notices,
  ...secrets,
  ...settings,
  ...welcome,
  ...without,
  ...settingFields(settings),
};
