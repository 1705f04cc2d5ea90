import { agents } from './agents.ts';
import { arrangement } from './arrangement.ts';
import { audit } from './audit.ts';
import { files } from './files.ts';
import { logs } from './logs.ts';
import { notifications } from './notifications.ts';
import { secrets } from './secrets.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { system } from './system.ts';
import { terminals } from './terminals.ts';

/** The whole contract: every door (window, browser, command line, hooks, agents) calls exactly this. */
export const contract = {
  system,
  session: { ...sessions, ...arrangement },
  terminal: terminals,
  agent: agents,
  file: files,
  log: logs,
  notification: notifications,
  settings,
  secret: secrets,
  audit,
};
export type Contract = typeof contract;

export * from './agents.ts';
export * from './audit.ts';
export * from './awake.ts';
export * from './base.ts';
export * from './diagnostics.ts';
export * from './events.ts';
export * from './files.ts';
export * from './labels.ts';
export * from './log-levels.ts';
export * from './logs.ts';
export * from './notifications.ts';
export * from './power.ts';
export * from './secrets.ts';
export * from './session-words.ts';
export * from './sessions.ts';
export * from './settings.ts';
export * from './system.ts';
