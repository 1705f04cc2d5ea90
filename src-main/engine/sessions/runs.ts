import type { SessionState } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { pause } from '#shared/retry/pause.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { ExitRecord } from '../../holder/types.ts';
import { sameState } from '../agents/index.ts';
import type { AgentAdapter, AgentWatch, KnownBefore } from '../agents/types.ts';
import type { Bus } from '../bus/index.ts';
import type { Holders, LostChild } from '../holders/index.ts';
import type { Screens } from '../terminals/index.ts';
import type { Logger } from '../types.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { SessionPublisher } from './publisher.ts';
import type { SessionRepository } from './repository.ts';
import { Run } from './run.ts';
import { lostState, stoppedState, unseenAfter } from './state-rules.ts';
import { endWasAsked, type SessionRecord, type TerminalChange, type TerminalRecord } from './types.ts';
import { mayPass } from './unwritten.ts';

/** How long the agent may take to confirm a session's first message; it may still be loading its own things. */
const FIRST_PROMPT_MS = 60_000;

/** A message that a full disk keeps back is tried again so soon: room is back when a person or a program makes it. */
const WRITE_AGAIN_MS = 1000;

/** For the mirror to have read what came with the exit. */
const LAST_WORDS_MS = 500;

/** How much of its output a watch may read as bytes: the echo of what was sent comes first. */
const OUTPUT_BYTES = 1024 * 1024;

export interface RunsOptions {
  readonly repository: SessionRepository;
  readonly publisher: SessionPublisher;
  readonly bus: Bus;
  readonly holders: Holders;
  readonly screens: Screens;
  readonly adapters: { get(agent: SessionRecord['agent']): AgentAdapter };
  /** Orders what is written about one session. */
  readonly states: KeyedQueue;
  readonly logger: Logger;
  readonly now: () => number;
}

/** The agents that run now: watches them, writes down what they do and how they end, and sends first messages. */
export class Runs {
  readonly #o: RunsOptions;
  readonly #runs = new Map<SessionId, Run>();
  readonly #closing = new AbortController();

  constructor(options: RunsOptions) {
    this.#o = options;
  }

  get(session: SessionId): Run | undefined {
    return this.#runs.get(session);
  }

  /** Starts to watch a child that lives in a holder. `knownBefore` of one that has been running. */
  adopt(session: SessionRecord, terminal: TerminalRecord, knownBefore?: KnownBefore): Run {
    this.#o.screens.follow(terminal.id);
    const watch = this.#watch(session, terminal, knownBefore);
    const run: Run = new Run(session.id, terminal, watch, (state) => this.#heard(run, state));
    this.#runs.set(session.id, run);
    this.#heard(run, watch.state);
    // A program that ends at once may have ended before anybody watched.
    const exit = this.#o.holders.child(terminal.id)?.exit;
    if (exit !== undefined) this.exited(terminal.id, exit);
    return run;
  }

  /** Writes down the end of a child that ran while no engine did. */
  async settleUnwatched(session: SessionRecord, terminal: TerminalRecord, exit: ExitRecord): Promise<void> {
    const watch = this.#watch(session, terminal);
    try {
      await this.#writeExit(terminal, watch.ended(exit), exit, endWasAsked(terminal, exit.at));
    } finally {
      watch.close();
    }
  }

  /** A holder says that a child has ended. */
  exited(childId: string, exit: ExitRecord): void {
    const run = this.#byChild(childId);
    if (run === undefined || !run.end()) return;
    const seenAsked = run.endIsAsked;
    this.#later(run.session, async () => {
      try {
        // Read anew: the end may have been asked for since the run began.
        const terminal = (await this.#o.repository.terminal(run.terminal.id)) ?? run.terminal;
        const asked = seenAsked || endWasAsked(terminal, exit.at);
        await this.#writeExit(terminal, asked ? run.watch.ended(exit) : await lastState(run, exit), exit, asked);
      } finally {
        this.#forget(run);
        run.finish({ kind: 'exit', exit });
      }
    });
  }

  /** A child's holder died over it. */
  lost(lost: LostChild): void {
    const run = this.#byChild(lost.childId);
    if (run === undefined || !run.end()) return;
    this.#later(run.session, async () => {
      try {
        await this.writeLost(run.terminal, lost.fate, lost.pid);
      } finally {
        this.#forget(run);
        run.finish({ kind: 'lost', fate: lost.fate });
      }
    });
  }

  /** Writes down that a terminal was lost with its holder: the session is offered again, never relaunched by itself. */
  async writeLost(terminal: TerminalRecord, fate: LostChild['fate'], pid: number | null): Promise<void> {
    const { repository, publisher, now } = this.#o;
    await repository.settle(
      terminal,
      { lostHolder: fate, ...leftProcess(terminal, fate, pid) },
      { state: lostState(fate, now(), pid ?? terminal.process?.pid), unseen: true, lifecycle: 'suspended' },
    );
    publisher.changed(terminal.sessionId);
  }

  /** Stops watching everything; agents run on. */
  close(): void {
    this.#closing.abort();
    for (const run of this.#runs.values()) run.leave();
    this.#runs.clear();
  }

  #watch(session: SessionRecord, terminal: TerminalRecord, knownBefore?: KnownBefore): AgentWatch {
    const { adapters, holders, screens, repository, publisher, now } = this.#o;
    return adapters.get(session.agent).watch({
      sessionId: session.id,
      cwd: session.cwd,
      childId: terminal.id,
      pid: terminal.process?.pid ?? 0,
      startedAt: terminal.process?.startedAt ?? terminal.createdAt,
      knownBefore,
      agentSession: session.agentSession,
      env: terminal.agentEnv,
      screen: (atLeast) => screens.screen(terminal.id, atLeast),
      onSignal: (listener) => screens.onSignal(terminal.id, listener),
      onSettled: (listener) => screens.onSettled(terminal.id, listener),
      output: (from, onBytes) => this.#output(terminal.id, from, onBytes),
      input: async (bytes) => holders.clientOf(terminal.id).input(terminal.id, bytes),
      lease: async (withinMs) => holders.clientOf(terminal.id).lease(terminal.id, withinMs),
      claim: async (agentSession) => {
        const claimed = await repository.claim(session.id, agentSession);
        if (claimed) publisher.changed(session.id);
        return claimed;
      },
      now,
    });
  }

  /** A first piece of the output from byte `from`; the credit is never given back. */
  #output(childId: string, from: number, onBytes: (bytes: Uint8Array) => void): () => void {
    const stream = this.#o.holders.clientOf(childId).open(childId, {
      from,
      credit: OUTPUT_BYTES,
      onPiece: (piece) => {
        if (piece.kind === 'data') onBytes(piece.bytes);
      },
      onClosed: (error) => {
        if (error !== null) this.#o.logger.debug('the output could not be read on', { terminal: childId, reason: String(error) });
      },
    });
    return () => stream.close();
  }

  #heard(run: Run, state: SessionState): void {
    this.#later(run.session, () => this.#writeState(run, state));
  }

  async #writeState(run: Run, state: SessionState): Promise<void> {
    const { repository, publisher } = this.#o;
    const record = await repository.session(run.session);
    if (record === undefined || this.#runs.get(run.session) !== run) return;
    if (!sameState(record.state, state)) {
      const unseen = unseenAfter(record, state);
      // Named only when it changes: the person may be looking at the session while this is written.
      await repository.noteSession(run.session, { state, ...(unseen === record.unseen ? {} : { unseen }) });
      publisher.changed(run.session);
    }
    // Only an idle agent reads what it is sent: before that a trust question may be open, which the message would answer.
    const { prompt } = record;
    if (state.name !== 'idle' || prompt === undefined) return;
    if (prompt.status === 'pending' || (prompt.status === 'sending' && run.owesFirstPrompt))
      await this.#sendFirstPrompt(run, record, prompt.text);
  }

  async #sendFirstPrompt(run: Run, record: SessionRecord, text: string): Promise<void> {
    const { repository, bus, logger } = this.#o;
    try {
      await repository.updateSession(run.session, { prompt: { text, status: 'sending' } });
    } catch (error) {
      if (!mayPass(error)) throw error;
      run.owesFirstPrompt = true;
      // Not sent before that is on the disk, or an engine that dies could send it twice; and looked at anew, because the agent goes on.
      void pause(WRITE_AGAIN_MS, this.#closing.signal).then(() => {
        if (!this.#closing.signal.aborted) this.#heard(run, run.watch.state);
      });
      return;
    }
    run.owesFirstPrompt = false;
    // Not waited for: the states that the sending itself causes come through the same queue.
    run.watch.send(text, FIRST_PROMPT_MS).then(
      () => this.#later(run.session, () => repository.noteSession(run.session, { prompt: undefined })),
      (error: unknown) => {
        logger.warn('the first message was not confirmed', { session: run.session, reason: String(error) });
        this.#later(run.session, async () => {
          await repository.noteSession(run.session, { prompt: { text, status: 'unconfirmed' } });
          bus.publish({ type: 'notice', message: 'notice.prompt.unconfirmed', values: { name: record.name } });
        });
      },
    );
  }

  async #writeExit(terminal: TerminalRecord, ended: SessionState, exit: ExitRecord, asked: boolean): Promise<void> {
    const { repository, publisher } = this.#o;
    const { stopAskedAt } = terminal;
    if (asked && stopAskedAt !== undefined) {
      const state = stoppedState(ended, stopAskedAt);
      await repository.settle(terminal, { exit: { ...exit, asked: true } }, { state, unseen: false });
    } else {
      await repository.settle(terminal, { exit: { ...exit } }, { state: ended, unseen: true });
    }
    publisher.changed(terminal.sessionId);
  }

  #forget(run: Run): void {
    if (this.#runs.get(run.session) === run) this.#runs.delete(run.session);
    this.#o.screens.unfollow(run.terminal.id);
  }

  #byChild(childId: string): Run | undefined {
    for (const run of this.#runs.values()) if (run.terminal.id === childId) return run;
    return undefined;
  }

  #later(session: SessionId, task: () => Promise<void>): void {
    this.#o.states.run(session, task).catch((error: unknown) => {
      this.#o.logger.error('what happened to a session could not be written down', { session, reason: String(error) });
    });
  }
}

/** The program itself may be gone, and what it left behind runs on: that is the process to name from now on. */
function leftProcess({ process, createdAt }: TerminalRecord, fate: LostChild['fate'], pid: number | null): Pick<TerminalChange, 'process'> {
  if (fate === 'gone' || pid === null || pid === process?.pid) return {};
  return { process: { pid, startTime: '', startedAt: process?.startedAt ?? createdAt } };
}

/** The state at the end. What a program said last explains a failure, and is read from the screen a moment after the exit. */
async function lastState(run: Run, exit: ExitRecord): Promise<SessionState> {
  const { promise, resolve } = Promise.withResolvers<SessionState>();
  const state = run.watch.ended(exit);
  if (state.name !== 'failed') return state;
  const stop = run.watch.onState(resolve);
  await settlesWithin(promise, LAST_WORDS_MS);
  stop();
  return run.watch.state;
}
