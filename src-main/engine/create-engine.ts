import { resolve } from 'node:path';
import type { WindowId } from '#shared/ids.ts';
import { createRedactor, type Redactor } from '#shared/redaction/index.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import { peerPidProblem } from '../holder/native.ts';
import { PAGE_CONNECTIONS } from './access/index.ts';
import { Awake, guardedSessions } from './awake/index.ts';
import { createBus, createEventStreams, EventLog } from './bus/index.ts';
import { Cleanup } from './cleanup.ts';
import { holdFolder, openData } from './compose-data.ts';
import { openNotifications } from './compose-notifications.ts';
import { openProcesses, startBeside } from './compose-processes.ts';
import { openSessions } from './compose-sessions.ts';
import { defaultParts } from './default-parts.ts';
import { createDoctor, engineChecks, machineChecks } from './doctor/index.ts';
import { createFiles } from './files/index.ts';
import { CallerLimits } from './limits/index.ts';
import { asDataFolderError } from './lock/index.ts';
import { createLogs } from './logs/index.ts';
import type { EngineParts } from './parts.ts';
import { Power } from './power/index.ts';
import { type Runtime, removeUnusedCompiledCode } from './runtime/index.ts';
import { keychainCalls, newsPublisher, noticeOnOpening } from './secrets/index.ts';
import type { EngineServices } from './services.ts';
import { adminFile, placeAboveFile } from './settings/index.ts';
import { createAgentService } from './system/agent-service.ts';
import { createSystemService } from './system/system-service.ts';
import { createTelemetry } from './telemetry/index.ts';
import { createTerminals, OverallProgress } from './terminals/index.ts';
import type { Engine, EngineOptions, ShutdownWish } from './types.ts';
import { createWindowStreams, createWindows, WindowRequests } from './windows/index.ts';

/** An engine with what its contract is implemented with (src-main/rpc: `createRouter(engine.services)`). */
export interface RunningEngine extends Engine {
  readonly services: EngineServices;
  /** What an engine in the background is started from when this one's host quits. */
  readonly runtime: Pick<Runtime, 'node' | 'hostEntry'>;
}

/** All that a shutdown may take. Nothing is lost by leaving a part behind: what matters is on disk when a call answers. */
const SHUTDOWN_MS = 5000;
/** A keychain that answers does so within some milliseconds; one that asks the person may never. */
const KEYCHAIN_MS = 500;
/**
 * So long after the page is open what nobody waits for is done, when the page has drawn itself: the login shell is asked for its environment,
 * whose start-up files often take half a second, and compiled code of old builds is removed.
 */
const WARM_UP_MS = 1000;

/**
 * Starts the engine of a data folder: the one place where its parts are put together.
 * @throws KimiError ENGINE_ALREADY_RUNNING | ENGINE_STUCK | DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL | DATABASE_DAMAGED | RUNTIME_DAMAGED | ENGINE_START_FAILED
 */
export async function createEngine(options: EngineOptions, parts: EngineParts = defaultParts): Promise<RunningEngine> {
  const cleanup = new Cleanup(options.logger);
  // Last of all, with the folder free: what a keychain that answers is just doing, such as taking out what was tried, is done.
  cleanup.add('keychain', async () => void (await settlesWithin(keychainCalls.over(), KEYCHAIN_MS)));
  // One spelling of the path, because sockets are named by it.
  const dataFolder = resolve(options.dataFolder);
  try {
    return await compose({ redactor: createRedactor(), ...options, dataFolder, now: options.now ?? Date.now }, parts, cleanup);
  } catch (error) {
    await cleanup.run(SHUTDOWN_MS);
    throw asDataFolderError(error, dataFolder);
  }
}

async function compose(
  options: EngineOptions & { readonly now: () => number; readonly redactor: Redactor },
  parts: EngineParts,
  cleanup: Cleanup,
): Promise<RunningEngine> {
  const { dataFolder, logger, redactor, now } = options;
  const held = await holdFolder(options, parts, cleanup);
  const starting = startBeside(options, parts, cleanup);
  // Also where it fails: a runtime that is still being copied would meet the next engine's copy.
  const [opened] = await Promise.allSettled([openData(options, held, cleanup), starting.looked]);
  if (opened.status === 'rejected') throw opened.reason;
  const data = opened.value;
  const processes = await openProcesses(options, parts, starting, cleanup);
  const log = new EventLog({ store: data.store, now });
  const bus = createBus(log, logger);
  cleanup.add('events', () => bus.idle());
  // Its parts are there before it is told anything: nobody reaches the services until all of this is put together.
  const power: Power = new Power({
    suspending: async () => {
      data.access.revokeLinkCodes();
      await bus.idle();
    },
    resumed: async () => {
      processes.waits.cutShort();
      streams.beat();
      await processes.holders.refresh();
    },
    logger,
    now,
  });
  const windows = createWindows(() => power.personIsHere());
  const { launch, agents, sessions, arrangement, facts, uploads } = await openSessions(
    options,
    data,
    processes,
    { log, bus, windows, away: () => power.away },
    cleanup,
  );
  const awake = new Awake();
  awake.register(guardedSessions(() => sessions.list({ all: false })));
  const notifications = await openNotifications(
    { store: data.store, sessions, log, bus, windows, away: () => power.away, logger, now },
    cleanup,
  );
  cleanup.add(
    'settings',
    data.settings.onChange((changed) => bus.publish({ type: 'settings.changed', settings: changed })),
  );
  const limits = new CallerLimits();
  const progress = new OverallProgress((now) => bus.mention({ type: 'progress.changed', progress: now }));
  const deaf = processes.screens.onEverySignal(
    (signal) => progress.heard(signal),
    (childId) => progress.ended(childId),
  );
  cleanup.add('progress', () => {
    deaf();
    progress.close();
  });
  const snapshot = async () => ({
    sessions: [...(await sessions.list({ all: true }))],
    notifications: [...notifications.shown],
    doNotDisturb: notifications.doNotDisturb,
    progress: progress.now,
  });
  const streams = createEventStreams({ bus, log, snapshot, limits, logger, now });
  cleanup.add('event streams', () => streams.closeAll());
  const telemetry = createTelemetry({
    settings: data.settings,
    sources: { version: options.installation.version, sessions: () => sessions.count(), recoveries: processes.recoveries },
    logger,
  });
  cleanup.add('telemetry', () => telemetry.close());
  const logs = createLogs({ dataFolder, now });
  cleanup.add('logs', () => logs.close());
  data.audit.onFailing((failing) =>
    bus.publish({ type: 'notice', message: failing ? 'notice.audit.failing' : 'notice.audit.ok', values: {} }),
  );

  data.secrets.onNews(newsPublisher(windows, (notice) => bus.publish(notice)));
  const windowOpened = (window: WindowId) => {
    const notice = noticeOnOpening(window, data.secrets.awaited);
    if (notice !== null) bus.publish(notice);
  };

  const { lock, store, settings, layouts, repository, access, audit, secrets } = data;
  const { holders, screens, gateway, spools, runtime, mendRuntime } = processes;
  const { build } = runtime;
  const shutdownRequested = Promise.withResolvers<ShutdownWish>();
  let pageOrigin: string | null = null;
  const doctor = createDoctor([
    ...machineChecks({
      dataFolder,
      launch,
      agents,
      keychain: () => secrets.keychainProblem(),
      kimiPathFrom: () => placeAboveFile('kimi.path', settings, options.admin ?? adminFile()),
    }),
    ...engineChecks({
      runtime,
      mendRuntime,
      store,
      audit,
      settings,
      secrets,
      repository,
      holders,
      spools,
      mirrorProblem: () => screens.problem(),
      telemetry,
      peerProblem: peerPidProblem,
    }),
  ]);
  const services: EngineServices = {
    system: createSystemService({
      engine: options,
      build,
      lock,
      holders,
      sessions,
      awake,
      access,
      revokePageTickets: () => gateway.revoke({ via: PAGE_CONNECTIONS }),
      doctor,
      logs,
      settings,
      redactor,
      pageOrigin: () => pageOrigin,
      requestShutdown: (wish) => shutdownRequested.resolve(wish),
    }),
    sessions,
    arrangement,
    terminals: createTerminals({
      terminalsOf: (session) => repository.terminals(session),
      facts,
      holders,
      findSession: (ref) => sessions.find(ref),
      settled: (session) => sessions.settled(session),
      issue: (claims) => gateway.issue(claims),
    }),
    agents: createAgentService(agents, sessions),
    files: createFiles({ uploads, findSession: (ref) => sessions.find(ref), editor: async () => (await settings.get()).editor, launch }),
    notifications,
    settings,
    layouts,
    secrets,
    audit,
    logs,
    telemetry,
    events: createWindowStreams(streams, windows, windowOpened),
    windows,
    windowRequests: new WindowRequests(windows, bus),
    power,
    dataFolder,
    logger,
    redactor,
  };

  // Nobody waits for it: where the secrets are in a keychain, that may have to ask the person first.
  void secrets.recall();
  let warmUp: NodeJS.Timeout | undefined;
  let tidied: Promise<unknown> = Promise.resolve();
  const warm = () => {
    void launch.loginEnvironment();
    tidied = removeUnusedCompiledCode(dataFolder, logger);
  };
  cleanup.add('warm-up', async () => {
    clearTimeout(warmUp);
    await tidied;
  });
  let ending: Promise<void> | null = null;
  return {
    access,
    limits,
    startedAt: lock.record.startedAt,
    services,
    runtime,
    shutdownRequested: shutdownRequested.promise,
    async setPageOrigin(origin) {
      pageOrigin = origin;
      // Somebody may come now, whose first session would wait for it.
      if (origin !== null) warmUp ??= setTimeout(warm, WARM_UP_MS).unref();
      gateway.setAllowedOrigins(origin === null ? [] : [origin]);
      try {
        await lock.setUrl(origin);
      } catch (error) {
        logger.error('engine.json could not be written', { reason: String(error) });
      }
    },
    isDisplaced: () => lock.isDisplaced(),
    endWaits: data.endWaits,
    async settle() {
      await bus.idle();
      streams.closeAll();
      logs.close();
    },
    shutdown() {
      ending ??= cleanup.run(SHUTDOWN_MS);
      return ending;
    },
  };
}
