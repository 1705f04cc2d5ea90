import type { SessionId } from '#shared/ids.ts';
import type { Holders, LostChild } from '../holders/index.ts';
import type { Spools } from '../terminals/index.ts';
import type { Logger } from '../types.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { SessionPublisher } from './publisher.ts';
import type { SessionRepository } from './repository.ts';
import type { Runs } from './runs.ts';
import { interruptedState } from './state-rules.ts';
import { hasEnded, type SessionRecord, type TerminalRecord } from './types.ts';

export interface RecoveryOptions {
  readonly repository: SessionRepository;
  readonly runs: Runs;
  readonly holders: Holders;
  readonly spools: Spools;
  readonly publisher: SessionPublisher;
  /** The queue of starts and stops: what is being started must not be taken for something that never started. */
  readonly operations: KeyedQueue;
  readonly states: KeyedQueue;
  readonly logger: Logger;
  readonly now: () => number;
}

/**
 * Brings what is stored in line with what is true: after an engine start, and after a holder could be reached again.
 * What it finds is one of: the child lives and is watched again; it ended while nobody looked; its holder died over it;
 * it never started; or its holder lives and does not answer, in which case nothing is decided.
 */
export class Recovery {
  readonly #o: RecoveryOptions;

  constructor(options: RecoveryOptions) {
    this.#o = options;
  }

  /** Looks at every session; one that cannot be settled is logged and does not keep the others from it. */
  async all(lost: readonly LostChild[]): Promise<void> {
    const { repository, operations, states, logger } = this.#o;
    const fates = new Map(lost.map((child) => [child.childId, child]));
    await Promise.all(
      (await repository.sessions()).map(async ({ id }) => {
        try {
          await operations.run(id, () => states.run(id, () => this.#session(id, fates)));
        } catch (error) {
          logger.error('a session could not be recovered', { session: id, reason: String(error) });
        }
      }),
    );
  }

  async #session(id: SessionId, lost: ReadonlyMap<string, LostChild>): Promise<void> {
    const session = await this.#o.repository.session(id);
    if (session === undefined) return;
    if (session.prompt?.status === 'sending' && this.#o.runs.get(session.id) === undefined) {
      await this.#o.repository.noteSession(session.id, { prompt: { text: session.prompt.text, status: 'unconfirmed' } });
    }
    const terminals = await this.#o.repository.terminals(session.id);
    for (const terminal of terminals) {
      if (!hasEnded(terminal)) await this.#terminal(session, terminal, lost.get(terminal.id));
      else if (terminal.lostHolder === 'survived' && lost.get(terminal.id)?.fate !== 'survived')
        await this.#endedSince(terminal, terminal === terminals[0]);
    }
  }

  /** What had survived its holder has ended while no engine looked. */
  async #endedSince(terminal: TerminalRecord, isNewest: boolean): Promise<void> {
    if (isNewest) await this.#o.runs.writeLost(terminal, 'gone', null);
    else await this.#o.repository.noteTerminal(terminal, { lostHolder: 'gone' });
  }

  async #terminal(session: SessionRecord, terminal: TerminalRecord, lost: LostChild | undefined): Promise<void> {
    const { repository, runs, holders, spools, publisher, logger, now } = this.#o;
    const child = holders.child(terminal.id);
    if (child !== undefined && child.exit === undefined) {
      if (runs.get(session.id)?.terminal.id === terminal.id) return;
      const process = { pid: child.pid, startTime: child.startTime, startedAt: child.startedAt };
      // The engine may have died between starting the child and writing that down.
      if (terminal.process === undefined) await repository.noteTerminal(terminal, { process });
      runs.adopt(session, { ...terminal, process: terminal.process ?? process }, { state: session.state, end: child.end });
      logger.info('a session goes on', { session: session.id, terminal: terminal.id, pid: child.pid });
      return;
    }
    const spool = await spools.facts(terminal.id);
    const exit = child?.exit ?? (spool?.lost === true ? undefined : spool?.exit);
    if (exit !== undefined) {
      if (runs.get(session.id)?.terminal.id === terminal.id) runs.exited(terminal.id, exit);
      else await runs.settleUnwatched(session, { ...terminal, process: terminal.process ?? spool?.process }, exit);
    } else if (lost !== undefined || spool?.lost === true) {
      await runs.writeLost(terminal, lost?.fate ?? 'gone', lost?.pid ?? null);
    } else if (spool === null && terminal.process === undefined) {
      const at = now();
      await repository.settle(
        terminal,
        { exit: { code: null, signal: null, at } },
        { state: interruptedState(at), unseen: true, lifecycle: 'suspended' },
      );
      publisher.changed(session.id);
    } else if (spool === null || holders.status().every((holder) => holder.connected)) {
      // It ran, no holder knows it, and no exit was left: nothing will ever be learned about its end.
      await runs.writeLost(terminal, 'gone', null);
    } else {
      logger.warn('what became of a terminal cannot be learned while its holder does not answer', {
        session: session.id,
        terminal: terminal.id,
      });
    }
  }
}
