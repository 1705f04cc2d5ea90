import type { EngineServices } from '../engine/services.ts';
import { agentProcedures } from './agents.ts';
import { auditProcedures } from './audit.ts';
import { contractBuilder } from './builder.ts';
import { fileProcedures } from './files.ts';
import { logProcedures } from './logs.ts';
import { notificationProcedures } from './notifications.ts';
import { sessionProcedures } from './sessions.ts';
import { settingsProcedures } from './settings.ts';
import { systemProcedures } from './system.ts';
import { terminalProcedures } from './terminals.ts';

/** The contract, implemented by an engine's services. Every door serves this; who calls comes from the connection. */
export function createRouter(services: EngineServices) {
  const os = contractBuilder(services);
  return os.router({
    system: systemProcedures(os.system, services),
    session: sessionProcedures(os.session, services),
    terminal: terminalProcedures(os.terminal, services),
    agent: agentProcedures(os.agent, services),
    file: fileProcedures(os.file, services),
    log: logProcedures(os.log, services),
    notification: notificationProcedures(os.notification, services),
    settings: settingsProcedures(os.settings, services),
    audit: auditProcedures(os.audit, services),
  });
}

export type EngineRouter = ReturnType<typeof createRouter>;
