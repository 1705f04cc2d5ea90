import Database from 'better-sqlite3';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { retry } from '#shared/retry/retry.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Logger } from '../types.ts';
import { sqliteCode } from './integrity.ts';
import type { WriterThread } from './writer/start-writer.ts';
import type { Refusal } from './writer/types.ts';

/**
 * Most units in one transaction: some fifty milliseconds of work beside a sync of one or a few, so that who comes next does not
 * wait long.
 */
const MOST_IN_GROUP = 1000;
/** For what is queued at the end, and the closing of the connection after; together below what the engine gives one part (1 s). */
const FLUSH_MS = 700;
const CLOSE_MS = 200;
/** What the system or another process refuses a new thread for the moment (no threads or files left, the database locked). */
const START_AGAIN = { tries: 4, firstMs: 50, mostMs: 400 };

interface Waiting<U> {
  readonly unit: U;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface GroupWriterOptions<U> {
  /** Starts a thread that has the database open. */
  readonly start: () => Promise<WriterThread<U>>;
  readonly logger: Logger;
}

/**
 * Hands writes to the writer's thread, in the order in which they were asked for. What is asked for while a transaction is under
 * way goes into the next one together (group commit), so that many writers share one sync of the disk. A thread that dies is
 * replaced by the next write; what it was writing fails, because whether it was kept is not known. `U` is what a thread of this kind
 * takes as one write.
 */
export class GroupWriter<U> {
  readonly #o: GroupWriterOptions<U>;
  readonly #queue: Waiting<U>[] = [];
  #thread: WriterThread<U> | null = null;
  #running: Promise<void> | null = null;
  /** Why nothing is taken any more; null while it is. */
  #ended: string | null = null;
  #abandoned = false;

  constructor(options: GroupWriterOptions<U>) {
    this.#o = options;
  }

  /** Starts the first thread. @throws whatever keeps it from opening the database */
  async open(): Promise<void> {
    await this.#threadNow();
  }

  /**
   * Writes a unit, whole or not at all; it is on the disk when this resolves, and every read after sees it.
   * @throws SqliteError what SQLite refused it for | KimiError WRITE_INTERRUPTED when the writer died over it, does not start or has ended
   */
  write(unit: U): Promise<void> {
    if (this.#ended !== null) return Promise.reject(new KimiError('WRITE_INTERRUPTED', { reason: this.#ended }));
    return new Promise((done, failed) => {
      this.#queue.push({ unit, done, failed });
      // Not at once: who writes in the same turn shares the transaction.
      this.#running ??= Promise.resolve().then(() => this.#run());
    });
  }

  /** Writes what was asked for, then closes; what is not written within the time fails. Takes no more writes. */
  async close(): Promise<void> {
    this.#ended ??= 'the engine ends';
    await settlesWithin(this.#running ?? Promise.resolve(), FLUSH_MS);
    this.#abandoned = true;
    const thread = this.#thread;
    if (thread === null) return;
    if (this.#running !== null) {
      this.#o.logger.error('writes were left behind at the end', { queued: this.#queue.length });
      thread.terminate();
    }
    const closing = thread.close();
    if (await settlesWithin(closing, CLOSE_MS)) await closing;
    else thread.terminate();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0, MOST_IN_GROUP);
      await this.#commit(group);
    }
    // In the same turn as the loop's last look, so that no write falls in between.
    this.#running = null;
  }

  async #commit(group: readonly Waiting<U>[]): Promise<void> {
    let refusals: readonly (Refusal | null)[];
    try {
      if (this.#abandoned) throw new Error('the engine ends');
      const thread = await this.#threadNow();
      refusals = await thread.commit(group.map(({ unit }) => unit));
    } catch (error) {
      const failure = interruption(error);
      for (const { failed } of group) failed(failure);
      return;
    }
    group.forEach(({ done, failed }, i) => {
      const refusal = refusals[i] ?? null;
      if (refusal === null) done();
      else failed(asError(refusal));
    });
  }

  async #threadNow(): Promise<WriterThread<U>> {
    if (this.#thread !== null) return this.#thread;
    const thread = await retry(() => this.#o.start(), START_AGAIN);
    this.#thread = thread;
    thread.gone.then(
      (reason) => {
        if (this.#thread === thread) this.#thread = null;
        if (this.#ended === null)
          this.#o.logger.error('the writer of the database ended; the next write starts another', { reason: reason.message });
      },
      (error: unknown) => this.#o.logger.error('waiting for the writer failed', { reason: String(error) }),
    );
    return thread;
  }
}

/** SQLite's own word (no room to open the file in, for example) says more than that the writer is not there. */
function interruption(error: unknown): unknown {
  if (sqliteCode(error) !== null) return error;
  return new KimiError('WRITE_INTERRUPTED', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
}

function asError({ code, message }: Refusal): Error {
  return code.startsWith('SQLITE_') ? new Database.SqliteError(message, code) : new Error(message);
}
