import type { Caller, SessionInfo, SessionState } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { SessionId, type TerminalId, type WindowId } from '#shared/ids.ts';
import { isListed, type SessionFilter } from '#shared/session-filter.ts';
import type { Bus } from '../bus/index.ts';
import type { Holders } from '../holders/index.ts';
import type { Spools, TerminalFacts } from '../terminals/index.ts';
import type { Logger } from '../types.ts';
import type { Windows } from '../windows/index.ts';
import { findSession } from './find.ts';
import { folderOf } from './folder.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { Launcher, PreparedRun } from './launcher.ts';
import type { SessionPublisher } from './publisher.ts';
import { firstRank } from './rank.ts';
import type { SessionRepository } from './repository.ts';
import type { Runs } from './runs.ts';
import { startingState } from './state-rules.ts';
import type { Stopper, StopResult } from './stopper.ts';
import { hasEnded, type SessionRecord, type TerminalRecord } from './types.ts';

/** What every terminal is until somebody looks at it; viewers set their own size when they attach. */
const DEFAULT_SIZE = { cols: 80, rows: 24 };
/** Terminals kept per session: the one that counts and the runs before it, whose output people go back to. */
const KEPT_TERMINALS = 5;

export interface CreateRequest {
  readonly name: string;
  readonly cwd?: string | undefined;
  readonly agent: SessionRecord['agent'];
  readonly prompt?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly args?: readonly string[] | undefined;
  readonly size?: { readonly cols: number; readonly rows: number } | undefined;
}

export interface SessionServiceOptions {
  readonly repository: SessionRepository;
  readonly launcher: Launcher;
  readonly runs: Runs;
  readonly stopper: Stopper;
  readonly facts: TerminalFacts;
  readonly holders: Holders;
  readonly spools: Spools;
  /** Removes the files that were handed to a session. */
  readonly removeFiles: (session: SessionId) => Promise<void>;
  /** Ends the access of everybody who watches a terminal. */
  readonly revokeTickets: (terminal: TerminalId) => Promise<void>;
  readonly publisher: SessionPublisher;
  readonly bus: Bus;
  readonly windows: Windows;
  /** Lets one thing at a time happen to a session: start, stop, restart, delete. */
  readonly operations: KeyedQueue;
  readonly newSessionId: () => string;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Everything that can be done with sessions. References are ids or names that only one session has. */
export class SessionService {
  readonly #o: SessionServiceOptions;

  constructor(options: SessionServiceOptions) {
    this.#o = options;
  }

  /**
   * Starts a session. When it throws, no session was made.
   * Waits while secrets that its environment refers to are locked; `signal` ends that.
   * @throws KimiError INVALID_INPUT | FOLDER_* | BINARY_* | KIMI_MISSING | SECRET_MISSING | SPAWN_FAILED | HOLDER_UNREACHABLE
   */
  async create(request: CreateRequest, caller: Caller, signal?: AbortSignal): Promise<SessionInfo> {
    const { newSessionId, now, launcher, repository, operations } = this.#o;
    const at = now();
    const id = SessionId.parse(newSessionId());
    const session: SessionRecord = {
      id,
      name: request.name,
      agent: request.agent,
      cwd: folderOf(request.cwd),
      args: request.args ?? [],
      env: request.env ?? {},
      depth: caller.depth + 1,
      lifecycle: 'active',
      state: startingState(at),
      unseen: false,
      agentSession: undefined,
      prompt: request.prompt === undefined || request.prompt === '' ? undefined : { text: request.prompt, status: 'pending' },
      pinned: false,
      tags: [],
      group: undefined,
      rank: firstRank(id),
      guarded: false,
      createdAt: at,
      updatedAt: at,
    };
    return operations.run(session.id, async () => {
      const prepared = await launcher.prepare(session, request.size ?? DEFAULT_SIZE, () => launcher.environment(session, signal));
      await repository.create(session, prepared.terminal);
      await this.#start(session, prepared, () => repository.remove(session.id));
      return this.describe(session.id);
    });
  }

  async list(wanted: SessionFilter): Promise<readonly SessionInfo[]> {
    const records = await this.#o.repository.sessions();
    return this.#describeAll(records.filter((record) => isListed(record, wanted)));
  }

  /** How many sessions there are, archived ones too. */
  async count(): Promise<number> {
    return (await this.#o.repository.sessions()).length;
  }

  /** @throws KimiError DENIED when an agent asks for another session than its own */
  async show(ref: string, caller: Caller): Promise<SessionInfo> {
    if (caller.role !== 'agent') return this.describe((await this.find(ref)).id);
    const own = caller.session === undefined ? undefined : await this.#o.repository.session(caller.session);
    // The same answer for sessions that exist and that do not: an agent learns nothing about others.
    if (own === undefined || (ref !== own.id && ref !== own.name)) throw new KimiError('DENIED', { need: 'viewer', have: caller.role });
    return this.describe(own.id);
  }

  /** @throws KimiError NOT_FOUND | NAME_AMBIGUOUS */
  find(ref: string): Promise<SessionRecord> {
    return findSession(this.#o.repository, ref);
  }

  /** Ids of the sessions that have this name now, archived ones too; none when nobody has it. */
  async idsNamed(name: string): Promise<readonly SessionId[]> {
    return (await this.#o.repository.sessionsNamed(name.trim())).map(({ id }) => id);
  }

  /** Resolves when what is being done to a session right now (start, stop, restart, delete) is through, however it went. */
  async settled(id: SessionId): Promise<void> {
    await this.#o.operations.run(id, async () => undefined);
  }

  /** Asks the window that the person used last to show a session; `window` is null when none is open, and none opens within `waitMs`. */
  async switchTo(ref: string, waitMs = 0): Promise<{ readonly session: SessionInfo; readonly window: WindowId | null }> {
    const { id } = await this.find(ref);
    const window = await this.#o.windows.targetWithin(waitMs);
    if (window !== null) this.#o.bus.publish({ type: 'window.focus', window, session: id });
    return { session: await this.describe(id), window };
  }

  /** @throws KimiError SESSION_ENDED | PROMPT_NOT_CONFIRMED */
  async send(
    ref: string,
    text: string,
    timeoutMs: number,
  ): Promise<{ readonly confirmedBy: 'transcript' | 'osc' | 'screen'; readonly tookMs: number }> {
    const session = await this.find(ref);
    const run = this.#o.runs.get(session.id);
    if (run === undefined) throw new KimiError('SESSION_ENDED', { name: session.name, state: session.state.name });
    const startedAt = performance.now();
    // Two messages at once would be typed into each other.
    const { confirmedBy } = await this.#o.operations.run(`send ${session.id}`, () => run.watch.send(text, timeoutMs));
    return { confirmedBy, tookMs: Math.round(performance.now() - startedAt) };
  }

  async rename(ref: string, name: string): Promise<SessionInfo> {
    const { id } = await this.find(ref);
    await this.#o.repository.updateSession(id, { name });
    this.#o.publisher.changed(id);
    return this.describe(id);
  }

  /** @throws KimiError HOLDER_UNREACHABLE | TIMED_OUT */
  async stop(ref: string, force: boolean): Promise<{ readonly session: SessionInfo } & StopResult> {
    const { id } = await this.find(ref);
    return this.#o.operations.run(id, async () => {
      const result = await this.#o.stopper.stop(await this.find(id), force);
      this.#o.publisher.changed(id);
      return { session: await this.describe(id), ...result };
    });
  }

  /** Launches an ended session's agent again, in a terminal of its own. @throws KimiError CONFLICT while it runs, and as `create` */
  async restart(
    ref: string,
    size: { readonly cols: number; readonly rows: number } | undefined,
    signal?: AbortSignal,
  ): Promise<SessionInfo> {
    const { repository, launcher, operations, publisher, now } = this.#o;
    const found = await this.find(ref);
    const { id } = found;
    const [newest] = await repository.terminals(id);
    if (newest !== undefined && !hasEnded(newest)) throw running(found);
    // Not in the session's turn: whatever else is to happen to it, it being deleted too, must not wait for an unlocking.
    const env = await launcher.environment(found, signal);
    return operations.run(id, async () => {
      const session = await this.find(id);
      const [last] = await repository.terminals(id);
      if (last !== undefined) await this.#endLeftover(session, last);
      const prepared = await launcher.prepare(session, size ?? last ?? DEFAULT_SIZE, async () => env);
      const { state, unseen, lifecycle } = session;
      await repository.addTerminal(prepared.terminal, { state: startingState(now()), unseen: false, lifecycle: 'active' });
      await this.#start(session, prepared, async () => {
        await repository.removeTerminal(prepared.terminal);
        await repository.noteSession(id, { state, unseen, lifecycle });
        publisher.changed(id);
      });
      await this.#removeOldTerminals(id);
      return this.describe(id);
    });
  }

  /** Removes a session and what was recorded of it. @throws KimiError CONFLICT while it runs, unless `stop` */
  async delete(ref: string, stop: boolean): Promise<{ readonly id: SessionId; readonly name: string }> {
    const { repository, operations, publisher, stopper } = this.#o;
    const { id } = await this.find(ref);
    return operations.run(id, async () => {
      const session = await this.find(id);
      const terminals = await repository.terminals(id);
      for (const terminal of terminals) {
        if (!(await stopper.runs(terminal))) continue;
        if (!stop) throw running(session);
        const { survivors } = await stopper.stop(session, false);
        if (survivors.length > 0) throw survived(session, survivors);
      }
      // The row goes last: a crash in between leaves a session that can be deleted again, not output that nobody knows of. And the output
      // makes the room that a full disk needs to let go of the row.
      for (const terminal of terminals) await this.#removeTerminalOutput(terminal);
      await this.#o.removeFiles(id);
      await repository.remove(id);
      publisher.removed(id);
      return { id, name: session.name };
    });
  }

  /** Describes a session that may be gone. */
  async describeIfThere(id: SessionId): Promise<SessionInfo | undefined> {
    const record = await this.#o.repository.session(id);
    if (record === undefined) return undefined;
    const [info] = await this.#describeAll([record]);
    return info;
  }

  /** @throws KimiError NOT_FOUND */
  async describe(id: SessionId): Promise<SessionInfo> {
    const info = await this.describeIfThere(id);
    if (info === undefined) throw new KimiError('NOT_FOUND', { kind: 'session', ref: id });
    return info;
  }

  async #describeAll(records: readonly SessionRecord[]): Promise<readonly SessionInfo[]> {
    const { repository, facts } = this.#o;
    const terminals = await Promise.all(records.map((record) => repository.terminals(record.id)));
    const infos = [...(await facts.of(terminals.flat()))];
    return records.map((record, i) => toInfo(record, infos.splice(0, terminals[i]?.length ?? 0)));
  }

  /** Starts what was prepared and written down; `undo` takes the writing back when certainly nothing runs. */
  async #start(session: SessionRecord, prepared: PreparedRun, undo: () => Promise<void>): Promise<void> {
    const { launcher, repository, runs, publisher } = this.#o;
    const { terminal } = prepared;
    publisher.changed(session.id);
    try {
      const child = await launcher.start(prepared);
      const process = { pid: child.pid, startTime: child.startTime, startedAt: child.startedAt };
      await repository.noteTerminal(terminal, { process });
      runs.adopt(session, { ...terminal, process });
    } catch (error) {
      if (await launcher.nothingStarted(terminal.id)) {
        await undo();
        if ((await repository.session(session.id)) === undefined) publisher.removed(session.id);
      }
      throw error;
    }
  }

  /** Two agents on one conversation do not see each other and diverge, so what survived of the last run ends before the next. */
  async #endLeftover(session: SessionRecord, last: TerminalRecord): Promise<void> {
    if (!hasEnded(last)) throw running(session);
    const { survivors } = await this.#o.stopper.stop(session, true);
    if (survivors.length > 0) throw survived(session, survivors);
  }

  async #removeOldTerminals(id: SessionId): Promise<void> {
    const { repository, logger } = this.#o;
    for (const terminal of (await repository.terminals(id)).slice(KEPT_TERMINALS)) {
      try {
        await this.#removeTerminalOutput(terminal);
        await repository.removeTerminal(terminal);
      } catch (error) {
        logger.warn('an old terminal could not be removed; the next restart tries again', { terminal: terminal.id, reason: String(error) });
      }
    }
  }

  async #removeTerminalOutput(terminal: TerminalRecord): Promise<void> {
    const { holders, spools, facts, revokeTickets } = this.#o;
    await revokeTickets(terminal.id);
    await holders.forget(terminal.id);
    await spools.remove(terminal.id);
    facts.forget(terminal.id);
  }
}

function running(session: SessionRecord): KimiError {
  return new KimiError('CONFLICT', { what: 'session', name: session.name, state: session.state.name, reason: 'running' });
}

function survived(session: SessionRecord, pids: readonly number[]): KimiError {
  return new KimiError('CONFLICT', { what: 'session', name: session.name, reason: 'survivors', pids });
}

function toInfo(record: SessionRecord, terminals: SessionInfo['terminals']): SessionInfo {
  const { id, name, agent, cwd, lifecycle, state, unseen, pinned, tags, group, rank, guarded, agentSession, createdAt, updatedAt } = record;
  const stateInfo: SessionState = state;
  return {
    id,
    hostId: 'local',
    name,
    agent,
    cwd,
    lifecycle,
    state: state.name,
    stateInfo,
    unseen,
    pinned,
    tags: [...tags],
    ...(group === undefined ? {} : { group }),
    rank,
    guarded,
    terminals,
    ...(agentSession === undefined ? {} : { agentSession }),
    createdAt,
    updatedAt,
  };
}
