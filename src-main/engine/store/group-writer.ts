import Database from 'better-sqlite3';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { FOR_A_MOMENT, retry } from '#shared/retry/retry.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Outcomes, Refusal } from '../../threads/writer-protocol.ts';
import type { Logger } from '../types.ts';
import { sqliteCode } from './integrity.ts';
import { WriterGone, type WriterThread } from './writer/start-writer.ts';

/**
 * So many that wait are handed over at once, the rest at the end of the turn: waking the thread takes as long as making twenty entries of the
 * audit log, and meanwhile more is made. Fewer are not worth a message of their own. Measured: bench/RESULTS.md, A1.
 */
const PIECE = 16;
/**
 * Most units that the thread has before it answers. What waits here is not lost with a thread that dies, and as many make some fifty
 * milliseconds of work, so it never stands still for want of more.
 */
const MOST_AHEAD = 1000;
/** For what is queued at the end, and the closing of the connection after; together below what the engine gives one part (1 s). */
const FLUSH_MS = 700;
const CLOSE_MS = 200;

interface Waiting<U> {
  readonly unit: U;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** What keeps a thread from opening the database. */
interface StartFailure {
  readonly error: unknown;
}

/** How much waiting a thread that does not start is worth. */
export interface StartLimits {
  /** No try begins later than this after the first one, ms. */
  readonly budgetMs: number;
  /** After tries that all failed there are none for so long, ms; what is to be written then fails at once, as they did. */
  readonly restMs: number;
}

export interface GroupWriterOptions<U> {
  /** Starts a thread that has the database open. */
  readonly start: () => Promise<WriterThread<U>>;
  /** For a database without which work goes on: nobody waits long for it. Default: as often as FOR_A_MOMENT says, and anew with each write. */
  readonly starting?: StartLimits;
  readonly logger: Logger;
}

/**
 * Hands writes to the writer's thread, in the order in which they were asked for. What is there when it looks shares a transaction, and what is
 * asked for meanwhile the next one (group commit), so that many writers share one sync of the disk. A thread that dies is replaced; what it had
 * begun with fails, because whether it was kept is not known, and the rest goes to the next one. `U` is what a thread of this kind takes as
 * one write.
 */
export class GroupWriter<U> {
  readonly #o: GroupWriterOptions<U>;
  /** What no thread has. */
  readonly #queue: Waiting<U>[] = [];
  #thread: WriterThread<U> | null = null;
  /** The one start that is under way, with what came of it. */
  #starting: Promise<StartFailure | null> | null = null;
  /** What came of the last start when it failed, and when that was, by `performance.now`. */
  #notStarted: { readonly failure: StartFailure; readonly at: number } | null = null;
  /** Units that the thread has and has not answered. */
  #ahead = 0;
  /** Of the queue, the first so many came back from a thread that died. */
  #returned = 0;
  #flushing = false;
  /** Why nothing is taken any more; null while it is. */
  #ended: string | null = null;
  #closed = false;
  /** Whoever waits until nothing is left to write. */
  readonly #idle: (() => void)[] = [];

  constructor(options: GroupWriterOptions<U>) {
    this.#o = options;
  }

  /** Starts the first thread. @throws whatever keeps it from opening the database */
  async open(): Promise<void> {
    const failure = this.#thread === null ? await this.#start() : null;
    if (failure !== null) throw failure.error;
  }

  /**
   * Writes a unit, whole or not at all; it is on the disk when this resolves, and every read after sees it.
   * @throws SqliteError what SQLite refused it for | KimiError WRITE_INTERRUPTED when the writer died over it, does not start or has ended
   */
  write(unit: U): Promise<void> {
    if (this.#ended !== null) return Promise.reject(new KimiError('WRITE_INTERRUPTED', { reason: this.#ended }));
    return new Promise((done, failed) => {
      this.#queue.push({ unit, done, failed });
      if (this.#queue.length >= PIECE && this.#thread !== null) this.#handOver(this.#thread);
      else this.#flushSoon();
    });
  }

  /** Writes what was asked for, then closes; what is not written within the time fails. Takes no more writes. */
  async close(): Promise<void> {
    this.#ended ??= 'the engine ends';
    const left = () => this.#queue.length + this.#ahead;
    if (left() > 0) await settlesWithin(new Promise<void>((resolve) => this.#idle.push(resolve)), FLUSH_MS);
    this.#closed = true;
    const thread = this.#thread;
    if (left() > 0) {
      this.#o.logger.error('writes were left behind at the end', { queued: left() });
      fail(this.#queue.splice(0), new Error(this.#ended));
      thread?.terminate();
    }
    if (thread === null) return;
    const closing = thread.close();
    if (await settlesWithin(closing, CLOSE_MS)) await closing;
    else thread.terminate();
  }

  /** Not at once: who writes in the same turn shares a message. */
  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      if (this.#queue.length === 0) return;
      if (this.#thread === null) void this.#start();
      else this.#handOver(this.#thread);
    });
  }

  /** Gives the thread what waits, as far as it may have more. */
  #handOver(thread: WriterThread<U>): void {
    const room = MOST_AHEAD - this.#ahead;
    if (room <= 0) return;
    const piece = this.#queue.splice(0, room);
    this.#returned = 0;
    this.#ahead += piece.length;
    thread.write(piece.map(({ unit }) => unit)).then(
      (outcomes) => this.#over(piece, outcomes),
      (error: unknown) => this.#lost(piece, error),
    );
  }

  #over(piece: readonly Waiting<U>[], outcomes: Outcomes): void {
    this.#ahead -= piece.length;
    piece.forEach(({ done, failed }, i) => {
      const refusal = outcomes[i] ?? null;
      if (refusal === null) done();
      else failed(asError(refusal));
    });
    this.#goOn();
  }

  /** The thread ended with a piece on it. */
  #lost(piece: readonly Waiting<U>[], error: unknown): void {
    this.#ahead -= piece.length;
    if (error instanceof WriterGone && !error.begun && this.#ended === null) {
      // In front of what was asked for since, behind what came back before.
      this.#queue.splice(this.#returned, 0, ...piece);
      this.#returned += piece.length;
    } else fail(piece, error);
    this.#goOn();
  }

  #goOn(): void {
    if (this.#queue.length > 0) this.#flushSoon();
    else if (this.#ahead === 0) for (const idle of this.#idle.splice(0)) idle();
  }

  /** Starts a thread, one whoever asks: two would each go on where the database stood. Where none starts, what waits fails. */
  #start(): Promise<StartFailure | null> {
    const { restMs = 0 } = this.#o.starting ?? {};
    if (this.#starting === null && this.#notStarted !== null && performance.now() - this.#notStarted.at < restMs) {
      this.#nothingStarts(this.#notStarted.failure);
      return Promise.resolve(this.#notStarted.failure);
    }
    this.#starting ??= this.#newThread().then(
      (thread) => {
        this.#starting = null;
        this.#notStarted = null;
        if (this.#closed) thread.terminate();
        else this.#thread = thread;
        this.#goOn();
        return null;
      },
      (error: unknown) => {
        this.#starting = null;
        this.#notStarted = { failure: { error }, at: performance.now() };
        this.#nothingStarts({ error });
        return { error };
      },
    );
    return this.#starting;
  }

  #nothingStarts({ error }: StartFailure): void {
    this.#returned = 0;
    fail(this.#queue.splice(0), error);
    this.#goOn();
  }

  async #newThread(): Promise<WriterThread<U>> {
    const { starting } = this.#o;
    const limits = starting === undefined ? {} : { budgetMs: starting.budgetMs };
    // The system, or another process, refuses a new thread for a moment: no threads or files left, the database locked.
    const thread = await retry(() => this.#o.start(), { ...FOR_A_MOMENT, ...limits });
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

function fail<U>(group: readonly Waiting<U>[], error: unknown): void {
  const failure = interruption(error);
  for (const { failed } of group) failed(failure);
}

/** SQLite's own word (no room to open the file in, for example) says more than that the writer is not there. */
function interruption(error: unknown): unknown {
  if (sqliteCode(error) !== null) return error;
  return new KimiError('WRITE_INTERRUPTED', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
}

function asError({ code, message }: Refusal): Error {
  return code.startsWith('SQLITE_') ? new Database.SqliteError(message, code) : new Error(message);
}
