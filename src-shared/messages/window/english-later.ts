import { agents } from '../en/agents.ts';
import { audit } from '../en/audit.ts';
import { doctor } from '../en/doctor.ts';
import { environment } from '../en/environment.ts';
import { logs } from '../en/logs.ts';
import { notices } from '../en/notices.ts';
import { secrets } from '../en/secrets.ts';
import { settings } from '../en/settings.ts';
import { welcome } from '../en/welcome.ts';
import { without } from '../en/without.ts';
import { settingFields } from './setting-fields.ts';

/** What a window says in English in parts that its first paint does without; fetched with the first of them. */
export const english = {
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
