import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { type AgentRegistry, createAgents } from './agents/index.ts';
import type { Bus, EventLog } from './bus/index.ts';
import type { Cleanup } from './cleanup.ts';
import type { DataParts } from './compose-data.ts';
import type { ProcessParts } from './compose-processes.ts';
import { prepareDemo } from './demo/index.ts';
import type { Holders } from './holders/index.ts';
import { createLaunchResolver, type LaunchResolver } from './launch/index.ts';
import {
  Arrangement,
  KeyedQueue,
  Launcher,
  Recovery,
  Runs,
  SessionPublisher,
  SessionService,
  Stopper,
  tellUntold,
} from './sessions/index.ts';
import { TerminalFacts } from './terminals/index.ts';
import type { EngineOptions, Logger } from './types.ts';
import { createUploads, type Uploads } from './uploads/index.ts';
import type { Windows } from './windows/index.ts';

/** Sessions and what they run. */
export interface SessionParts {
  readonly launch: LaunchResolver;
  readonly agents: AgentRegistry;
  readonly sessions: SessionService;
  readonly arrangement: Arrangement;
  readonly facts: TerminalFacts;
  readonly uploads: Uploads;
}

/** Puts the session domain together and brings what is stored in line with what runs. @throws KimiError when the demo cannot be set up */
export async function openSessions(
  options: EngineOptions & { readonly now: () => number },
  data: DataParts,
  processes: ProcessParts,
  events: { readonly log: EventLog; readonly bus: Bus; readonly windows: Windows; readonly away: () => boolean },
  cleanup: Cleanup,
): Promise<SessionParts> {
  const { logger, now } = options;
  const { repository, settings, access, socket } = data;
  const { holders, screens, spools, runtime, gateway } = processes;
  const { log, bus, windows, away } = events;

  const launch = createLaunchResolver({
    nodeBinary: runtime.node,
    mendRuntime: processes.mendRuntime,
    onProblem: (problem) => logger.warn('the login shell could not be asked for its environment', { problem }),
  });
  const agents = await openAgents(options, data, processes, launch, cleanup);
  const facts = new TerminalFacts(holders, spools);
  const uploads = createUploads(join(options.dataFolder, 'files'), logger);
  cleanup.add('uploads', () => uploads.close());
  const newId = monotonicFactory();
  const states = new KeyedQueue();
  const operations = new KeyedQueue();
  const publisher = new SessionPublisher(bus, logger, (id) => sessions.describeIfThere(id));
  const runs = new Runs({ repository, publisher, bus, holders, screens, adapters: agents, states, logger, now });
  const launcher = new Launcher({
    adapters: agents,
    launch,
    access,
    withSecrets: (env, signal) => data.secrets.resolve(env, signal),
    holders,
    spools,
    socket,
    keepMiB: async () => (await settings.get()).recording.keepMiB,
    newTerminalId: () => `trm_${newId()}`,
    now,
  });
  const stopper = new Stopper({ repository, runs, holders, logger, now });
  const newSessionId = () => `ses_${newId()}`;
  const service = { repository, launcher, runs, stopper, facts, holders, spools, publisher, bus, windows, operations };
  const sessions: SessionService = new SessionService({
    ...service,
    removeFiles: (id) => uploads.remove(id),
    revokeTickets: (childId) => gateway.revoke({ childId }),
    newSessionId,
    logger,
    now,
  });
  const arrangement = new Arrangement({ repository, publisher, sessions, newSessionId, away, changes: new KeyedQueue() });
  const recovery = new Recovery({ repository, runs, holders, spools, publisher, operations, states, logger, now });

  repository.onWrittenLate((id) => publisher.changed(id));
  cleanup.add('sessions', async () => {
    runs.close();
    await states.idle();
    await repository.close();
    await publisher.idle();
  });
  cleanup.add('holder events', followHolders(holders, runs, recovery, bus, logger));
  await recovery.all(holders.lostAtStart);
  await publisher.idle();
  await bus.idle();
  const known = await sessions.list({ all: true });
  await uploads.keepOnly(known.map(({ id }) => id));
  tellUntold(log, bus, known);
  return { launch, agents, sessions, arrangement, facts, uploads };
}

async function openAgents(
  options: EngineOptions & { readonly now: () => number },
  data: DataParts,
  processes: ProcessParts,
  launch: LaunchResolver,
  cleanup: Cleanup,
): Promise<AgentRegistry> {
  const { dataFolder, installation, demo, logger } = options;
  const { runtime, holders } = processes;
  const nodeBinary = runtime.node;
  const common = { settings: () => data.settings.current, launch, nodeBinary };
  if (!demo) return createAgents(common);
  const parts = await prepareDemo({ dataFolder, demoFolder: installation.demoFolder, nodeBinary, holders, logger });
  cleanup.add('demo', () => parts.close());
  return createAgents({ ...common, demo: { kimi: parts.kimi } });
}

/** Lets what happens in holders happen to sessions. */
function followHolders(holders: Holders, runs: Runs, recovery: Recovery, bus: Bus, logger: Logger): () => void {
  const recover = () => {
    holders
      .findLost()
      .then((lost) => recovery.all(lost))
      .catch((error: unknown) => logger.error('sessions could not be brought in line with a holder', { reason: String(error) }));
  };
  // One word for a full disk, however many children write to it.
  const withoutRoom = new Set<string>();
  const disk = (childId: string, state: 'full' | 'ok') => {
    const before = withoutRoom.size;
    if (state === 'full') withoutRoom.add(childId);
    else withoutRoom.delete(childId);
    if (before === 0 && withoutRoom.size === 1) bus.publish({ type: 'notice', message: 'notice.disk.full', values: {} });
    if (before === 1 && withoutRoom.size === 0) bus.publish({ type: 'notice', message: 'notice.disk.ok', values: {} });
  };
  let lost = 0;
  return holders.onEvent((event) => {
    switch (event.kind) {
      case 'exited':
        withoutRoom.delete(event.childId);
        runs.exited(event.childId, event.exit);
        break;
      case 'lost':
        lost += 1;
        runs.lost(event.lost);
        break;
      case 'died':
        // A holder that was told to leave when it had nothing more to hold is no news.
        if (lost > 0) bus.publish({ type: 'notice', message: 'notice.holder.died', values: {} });
        lost = 0;
        recover();
        break;
      case 'reconnected':
        recover();
        break;
      case 'disk':
        disk(event.childId, event.state);
        break;
      case 'resized':
        // Viewers hear of it in the stream; the description is made when somebody asks.
        break;
    }
  });
}
