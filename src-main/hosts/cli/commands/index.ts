import { ATTACH } from './attach.ts';
import { AUDIT_COMMANDS } from './audit.ts';
import type { Behaviour } from './behaviour.ts';
import { CONFIG_COMMANDS } from './config.ts';
import { NOTIFICATION_COMMANDS } from './notifications.ts';
import { OTHER_COMMANDS } from './others.ts';
import { SECRET_COMMANDS } from './secrets.ts';
import { SESSION_COMMANDS } from './sessions.ts';
import { TAIL } from './tail.ts';

/** What commands of the contract do besides calling their procedure, by command. */
export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  ...SESSION_COMMANDS,
  ...OTHER_COMMANDS,
  ...NOTIFICATION_COMMANDS,
  ...AUDIT_COMMANDS,
  ...CONFIG_COMMANDS,
  ...SECRET_COMMANDS,
  'session attach': ATTACH,
  'session tail': TAIL,
};

export type { Behaviour } from './behaviour.ts';
