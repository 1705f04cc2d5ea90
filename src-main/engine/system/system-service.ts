import { homedir } from 'node:os';
import type { SystemStatus } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Redactor } from '#shared/redaction/index.ts';
import { pageLink } from '../access/index.ts';
import type { Access } from '../access/types.ts';
import type { Awake } from '../awake/index.ts';
import { collectDiagnostics, LOG_LINES_IN_BUNDLE, machineVersions } from '../diagnostics/index.ts';
import type { Doctor } from '../doctor/index.ts';
import type { Holders } from '../holders/index.ts';
import { alreadyRunning, type EngineLock } from '../lock/index.ts';
import type { Logs } from '../logs/index.ts';
import { meeting } from '../ownership/index.ts';
import type { SystemService } from '../services.ts';
import type { SessionService } from '../sessions/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { EngineOptions, ShutdownWish } from '../types.ts';
import { measureLoad } from './measure-load.ts';

export interface SystemServiceOptions {
  readonly engine: Pick<EngineOptions, 'dataFolder' | 'demo' | 'installation'>;
  readonly build: string;
  readonly lock: EngineLock;
  readonly holders: Holders;
  readonly sessions: SessionService;
  readonly awake: Pick<Awake, 'reasons'>;
  readonly access: Pick<Access, 'issueLinkCode' | 'revokePages'>;
  /** Ends what pages opened at the gateway. */
  readonly revokePageTickets: () => Promise<void>;
  readonly doctor: Doctor;
  readonly logs: Pick<Logs, 'list'>;
  readonly settings: Pick<SettingsService, 'get' | 'entries'>;
  readonly redactor: Redactor;
  readonly pageOrigin: () => string | null;
  readonly requestShutdown: (wish: ShutdownWish) => void;
}

/** The engine about itself. */
export function createSystemService(options: SystemServiceOptions): SystemService {
  const {
    engine,
    build,
    lock,
    holders,
    sessions,
    awake,
    access,
    revokePageTickets,
    doctor,
    logs,
    settings,
    redactor,
    pageOrigin,
    requestShutdown,
  } = options;
  const status = async (): Promise<SystemStatus> => {
    await holders.refresh();
    const { pid, url, startedAt, kind } = lock.record;
    return {
      version: engine.installation.version,
      build,
      engine: { pid, url, startedAt, kind },
      holders: holders
        .status()
        .map(({ id, pid: holderPid, build: holderBuild, children }) => ({ id, pid: holderPid, build: holderBuild, children })),
      sessions: await sessions.count(),
      // Jobs come with a later version; the field is what scripts read.
      jobs: 0,
      demo: engine.demo,
      dataFolder: engine.dataFolder,
    };
  };
  return {
    status,
    diagnostics: () =>
      collectDiagnostics(
        {
          versions: async () => ({ ...machineVersions(engine.installation.version), ...(await status()) }),
          settings: async () => {
            await settings.get();
            return settings.entries.values();
          },
          doctor: () => doctor.run(),
          logs: async () => (await logs.list({ limit: LOG_LINES_IN_BUNDLE })).lines,
        },
        { redactor, home: homedir(), now: Date.now() },
      ),
    awake: async () => ({ reasons: [...(await awake.reasons())] }),
    load: measureLoad,
    doctor: async () => ({ checks: [...(await doctor.run())] }),
    repair: async (finding) => ({ check: await doctor.repair(finding) }),
    async shutdown() {
      requestShutdown({ kind: 'asked' });
      return { pid: lock.record.pid };
    },
    async handOver({ to, pid, insist }) {
      // Asked here too: who asks may have read the record of the engine before this one.
      if (!insist && meeting(to, lock.record.kind) !== 'take-over') throw alreadyRunning(engine.dataFolder, lock.record);
      requestShutdown({ kind: 'handed over', to, pid });
      return { pid: lock.record.pid };
    },
    async link() {
      const origin = pageOrigin();
      if (origin === null) throw new KimiError('CONFLICT', { what: 'page', reason: 'this engine serves no page' });
      return { url: pageLink(origin, access.issueLinkCode()) };
    },
    async revokePages() {
      // First the pages themselves: one that is gone asks for no further ticket.
      const pages = await access.revokePages();
      await revokePageTickets();
      return { pages };
    },
  };
}
