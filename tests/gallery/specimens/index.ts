import type { Specimen } from '../specimen.ts';
import { AUDIT } from './audit.tsx';
import { COMPONENTS, ERRORS } from './components.tsx';
import { DIALOGS } from './dialogs.tsx';
import { ENVIRONMENT } from './environment.tsx';
import { FRAME } from './frame.tsx';
import { LOGS } from './logs.tsx';
import { SECRETS } from './secrets.tsx';
import { SESSIONS } from './sessions.tsx';
import { SETTINGS_PLACE } from './settings.tsx';
import { STAGE } from './stage.tsx';

/** Everything there is to see, by where it belongs. A new component or state is one line in its file. */
export const SPECIMENS: Readonly<Record<string, readonly Specimen[]>> = {
  components: COMPONENTS,
  sessions: SESSIONS,
  stage: STAGE,
  frame: FRAME,
  audit: AUDIT,
  logs: LOGS,
  settings: SETTINGS_PLACE,
  secrets: SECRETS,
  environment: ENVIRONMENT,
  dialogs: DIALOGS,
  errors: ERRORS,
};
