import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { StopReport } from '../../holder/types.ts';
import type { Holders } from '../holders/index.ts';
import type { Logger } from '../types.ts';
import type { SessionRepository } from './repository.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';
import { hasEnded, type SessionRecord, type TerminalRecord } from './types.ts';

/** How long an agent that was asked has to end by itself: enough for Kimi to save its session, short enough to wait for. */
const KIND_MS = 5000;
/** Between hang-up, SIGTERM and SIGKILL. */
const GRACE_MS = 2000;
/** Three signals with their grace, and room for a slow machine: a holder that has not answered by then is stopped itself. */
const STOP_MS = 20_000;
/** From the death of the processes until their terminal is drained and the exit written. */
const SETTLE_MS = 5000;

export interface StopResult {
  readonly how: 'kind' | StopReport['how'];
  readonly survivors: readonly number[];
}

/** Ends what runs in a session: asks first, then by signal, and looks whether it is gone. */
export class Stopper {
  readonly #repository: SessionRepository;
  readonly #runs: Runs;
  readonly #holders: Holders;
  readonly #logger: Logger;
  readonly #now: () => number;

  constructor(options: {
    readonly repository: SessionRepository;
    readonly runs: Runs;
    readonly holders: Holders;
    readonly logger: Logger;
    readonly now: () => number;
  }) {
    this.#repository = options.repository;
    this.#runs = options.runs;
    this.#holders = options.holders;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  /** Whether something of a terminal still runs. A process that survived its holder may have ended since, which is then written down. */
  async runs(terminal: TerminalRecord): Promise<boolean> {
    if (terminal.lostHolder !== 'survived') return !hasEnded(terminal);
    const lost = (await this.#holders.findLost()).find((child) => child.childId === terminal.id);
    if (lost?.fate === 'survived') return true;
    await this.#repository.noteTerminal(terminal, { lostHolder: 'gone' });
    return false;
  }

  /** @throws KimiError HOLDER_UNREACHABLE | TIMED_OUT when the end could not be seen */
  async stop(session: SessionRecord, force: boolean): Promise<StopResult> {
    const [terminal] = await this.#repository.terminals(session.id);
    if (terminal === undefined || !(await this.runs(terminal))) return { how: 'already', survivors: [] };
    if (terminal.lostHolder === 'survived') {
      const survivors = await this.#holders.endLost(terminal.id);
      if (survivors.length === 0) await this.#repository.noteTerminal(terminal, { lostHolder: 'gone' });
      return { how: 'killed', survivors };
    }
    const run = this.#runs.get(session.id);
    // Its holder lives, or the terminal would be lost, but it cannot be reached at the moment.
    if (run === undefined) throw new KimiError('HOLDER_UNREACHABLE', { session: session.id });
    // First: this engine may not live to see the end, and the next one must not take it for an accident. A disk that does not take it
    // keeps nobody from stopping what fills it.
    await this.#repository.noteTerminal(terminal, { stopAskedAt: this.#now() });
    run.askEnd();
    return this.#stopRun(run, force);
  }

  async #stopRun(run: Run, force: boolean): Promise<StopResult> {
    const kind = !force && (await this.#askToEnd(run));
    const id = run.terminal.id;
    // Also after a kind end: what the agent left running in the background belongs to the session and goes with it.
    const stopping = this.#holders.clientOf(id).stop(id, { graceMs: GRACE_MS, force });
    if (!(await settlesWithin(stopping, STOP_MS))) throw new KimiError('TIMED_OUT', { what: 'holder', session: run.session, ms: STOP_MS });
    const report = await stopping;
    if (!(await settlesWithin(run.over, SETTLE_MS)))
      throw new KimiError('TIMED_OUT', { what: 'stop', session: run.session, ms: SETTLE_MS });
    return { how: kind ? 'kind' : report.how, survivors: report.survivors };
  }

  async #askToEnd(run: Run): Promise<boolean> {
    const asked = run.watch.askToEnd().catch((error: unknown) => {
      this.#logger.warn('an agent could not be asked to end', { session: run.session, reason: String(error) });
    });
    const ended = asked.then(() => run.over);
    return settlesWithin(ended, KIND_MS);
  }
}
