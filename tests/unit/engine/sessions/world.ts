import { onTestFinished } from 'vitest';
import type { AgentAdapter, AgentWatch, LaunchRequest, WatchContext } from '../../../../src-main/engine/agents/types.ts';
import { createBus, EventLog } from '../../../../src-main/engine/bus/index.ts';
import { connectHolders, type LostChild } from '../../../../src-main/engine/holders/index.ts';
import {
  Arrangement,
  KeyedQueue,
  Launcher,
  Recovery,
  Runs,
  SessionPublisher,
  SessionRepository,
  SessionService,
  Stopper,
} from '../../../../src-main/engine/sessions/index.ts';
import { startWriter, WriterGone, type WriterThread } from '../../../../src-main/engine/store/writer/start-writer.ts';
import type { Unit, WriterConfig } from '../../../../src-main/engine/store/writer/types.ts';
import { type SpoolFacts, type Spools, TerminalFacts } from '../../../../src-main/engine/terminals/index.ts';
import { createWindows } from '../../../../src-main/engine/windows/index.ts';
import type { Happening, SessionState, SessionStateName } from '../../../../src-shared/contract/index.ts';
import { openStoreIn } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { FakeHolder, fakeTools } from '../holders/fake-holder.ts';

/** A watch whose state the test decides. */
export class ScriptedWatch implements AgentWatch {
  readonly context: WatchContext;
  readonly sent: string[] = [];
  state: SessionState;
  closed = false;
  /** What `send` does; default: it is confirmed. */
  onSend: () => Promise<void> = async () => undefined;
  readonly #listeners = new Set<(state: SessionState) => void>();

  constructor(context: WatchContext) {
    this.context = context;
    this.state = context.knownBefore?.state ?? { name: 'starting', since: context.startedAt, evidence: [] };
  }

  become(name: SessionStateName): void {
    this.state = { name, since: this.context.now(), evidence: [{ source: 'transcript', says: name, at: 1 }] };
    for (const listener of [...this.#listeners]) listener(this.state);
  }

  onState(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(text: string): Promise<{ readonly confirmedBy: 'transcript' }> {
    this.sent.push(text);
    await this.onSend();
    return { confirmedBy: 'transcript' };
  }

  async askToEnd(): Promise<void> {
    this.sent.push('/exit');
  }

  ended(exit: { readonly code: number | null; readonly at: number }): SessionState {
    const name = exit.code === 0 ? 'exited' : 'failed';
    return { name, since: exit.at, evidence: [{ source: 'process', says: `exit code ${exit.code}`, at: exit.at }] };
  }

  close(): void {
    this.closed = true;
  }
}

/** What outlives an engine: database, holders, spools. */
export class Ground {
  readonly folder: string;
  readonly holders: FakeHolder[] = [];
  /** Terminals whose tickets were revoked. */
  readonly revoked: string[] = [];
  readonly spools = new Map<string, SpoolFacts>();
  /** Whether nobody can be looking at a window. */
  away = false;
  /** Resolves when the secrets can be had. */
  unlocked: Promise<void> = Promise.resolve();
  lost: LostChild[] = [];
  /** What every write of `state.db` is refused for, `SQLITE_FULL` for example, or `DIES` with its writer; null while they are done. */
  refuses: string | null = null;
  ended: string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Ground> {
    return new Ground(await tempFolder());
  }

  /** The writer's thread on a disk of which the test says whether it takes anything. */
  async writer(script: string | URL, config: WriterConfig): Promise<WriterThread> {
    const thread = await startWriter<Unit>(script, config);
    return {
      ...thread,
      write: async (units) => {
        const code = this.refuses;
        if (code === 'DIES') throw new WriterGone(new Error('scripted'), true);
        return code === null ? thread.write(units) : units.map(() => ({ code, message: 'scripted' }));
      },
    };
  }

  spool(childId: string, over: Partial<SpoolFacts> = {}): void {
    const process = { pid: 7, startTime: '1', startedAt: 1 };
    this.spools.set(childId, { firstAvailable: 0, end: 10, cols: 80, rows: 24, exit: undefined, lost: false, process, ...over });
  }
}

/** The session domain of one engine start on `ground`. Everything around it is scripted; database and domain are real. */
export async function startWorld(ground: Ground) {
  const logger = testLogger();
  let clock = 1_000;
  const now = () => (clock += 1);
  const store = await openStoreIn(ground.folder, { logger, now, startWriter: (script, config) => ground.writer(script, config) });
  const repository = new SessionRepository(store, now, logger);
  const tools = fakeTools(ground.holders, {
    launched: () => new FakeHolder(`hld-${ground.holders.length + 1}`, 'new'),
    lost: () => ground.lost,
  });
  const holders = await connectHolders({
    tools: {
      ...tools,
      endLost: async (childId) => {
        ground.ended.push(childId);
        return [];
      },
    },
    build: 'new',
    logger,
  });
  const log = new EventLog({ store, now });
  const bus = createBus(log, logger);
  const events: Happening[] = [];
  bus.on((event) => events.push(event));
  const watches: ScriptedWatch[] = [];
  const launches: LaunchRequest[] = [];
  const adapter: AgentAdapter = {
    id: 'kimi',
    locate: async () => ({ id: 'kimi', found: true, looked: [] }),
    launch: async (request) => {
      launches.push(request);
      return { file: '/bin/kimi', args: [...request.args], env: { KIMI_CODE_HOME: '/k', KIMI_API_KEY: 'secret' } };
    },
    watch: (context) => {
      const watch = new ScriptedWatch(context);
      watches.push(watch);
      return watch;
    },
  };
  const spools: Spools = {
    facts: async (childId) => ground.spools.get(childId) ?? null,
    remove: async (childId) => void ground.spools.delete(childId),
    setAside: async (childId) => void ground.spools.delete(childId),
    damage: async () => [],
    list: async () => [...ground.spools.keys()],
  };
  const screens = {
    follow: () => undefined,
    unfollow: () => undefined,
    screen: () => Promise.reject(new Error('no screen')),
    onSignal: () => () => undefined,
    onSettled: () => () => undefined,
  };
  const adapters = { get: () => adapter };
  const states = new KeyedQueue();
  const operations = new KeyedQueue();
  const facts = new TerminalFacts(holders, spools);
  const publisher = new SessionPublisher(bus, logger, (id) => sessions.describeIfThere(id));
  const runs = new Runs({ repository, publisher, bus, holders, screens, adapters, states, logger, now });
  let ids = 0;
  const id = () => {
    ids += 1;
    return `${String(clock).padStart(16, '0')}${String(ids).padStart(10, '0')}`;
  };
  const launcher = new Launcher({
    adapters,
    launch: {
      resolve: async ({ plan, cwd, env, own }) => ({
        file: plan.file,
        args: plan.args,
        cwd,
        env: { HOME: '/h', ...plan.env, ...env, ...own },
      }),
      loginEnvironment: async () => ({}),
    },
    withSecrets: async (env) => {
      await ground.unlocked;
      return env;
    },
    access: { childToken: async (session, depth) => `token of ${session} at ${depth}` },
    holders,
    spools,
    socket: '/run/engine.sock',
    keepMiB: async () => 64,
    newTerminalId: () => `trm_${id()}`,
    now,
  });
  const stopper = new Stopper({ repository, runs, holders, logger, now });
  const windows = createWindows();
  const newSessionId = () => `ses_${id()}`;
  const sessions: SessionService = new SessionService({
    removeFiles: async () => undefined,
    repository,
    launcher,
    runs,
    stopper,
    facts,
    holders,
    spools,
    revokeTickets: async (terminal) => {
      ground.revoked.push(terminal);
    },
    publisher,
    bus,
    windows,
    operations,
    newSessionId,
    logger,
    now,
  });
  const arrangement = new Arrangement({
    repository,
    publisher,
    sessions,
    newSessionId,
    away: () => ground.away,
    changes: new KeyedQueue(),
  });
  const recovery = new Recovery({ repository, runs, holders, spools, publisher, operations, states, logger, now });
  holders.onEvent((event) => {
    if (event.kind === 'exited') runs.exited(event.childId, event.exit);
    if (event.kind === 'lost') runs.lost(event.lost);
  });
  repository.onWrittenLate((id) => publisher.changed(id));
  await recovery.all(holders.lostAtStart);

  /** Everything that was under way is written down and told. */
  const settled = async () => {
    await states.idle();
    await publisher.idle();
    await states.idle();
    await bus.idle();
  };
  /** Ends this engine without a word to anybody, as a kill does. */
  const die = async () => {
    runs.close();
    await repository.close();
    await holders.close();
    await store.close();
  };
  let dead = false;
  onTestFinished(async () => {
    if (!dead) await die();
  });
  await settled();
  return {
    sessions,
    arrangement,
    repository,
    recovery,
    holders,
    windows,
    events,
    store,
    watches,
    launches,
    logger,
    settled,
    /** The watch of the newest run. */
    watch: () => watches.at(-1)!,
    die: async () => {
      dead = true;
      await die();
    },
  };
}
