import { KimiError } from '#shared/errors/kimi-error.ts';
import { type GroupWriter, isDamage, sqliteCode } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { writtenOf } from './rows.ts';
import type { AuditFacts, AuditUnit } from './types.ts';

/** Entries that could not be written, since the last one that could. */
interface Missed {
  readonly count: number;
  /** ms since the epoch, of the first and the last of them. */
  readonly from: number;
  readonly to: number;
}

export interface AuditLogOptions {
  readonly path: string;
  readonly writer: GroupWriter<AuditUnit>;
  /** Called after each entry that was kept. What it throws is logged. */
  readonly onKept: () => void;
  readonly logger: Logger;
  readonly now: () => number;
}

/** The connection under which the engine itself stands in the log. */
const ENGINE = { kind: 'engine', role: 'owner', connection: 'engine' } as const;

/**
 * Takes what is recorded. An entry that cannot be written stops no call: it is counted, and once the log can be written again its first
 * entry (`audit.gap`) says how many are missing and of which time. Who must not go on without the log asks `ready` first.
 */
export class AuditLog {
  readonly #o: AuditLogOptions;
  readonly #listeners: ((failing: boolean) => void)[] = [];
  #missed: Missed | null = null;
  /** The last gap that is being told and is not on the disk yet. */
  #gap: Promise<void> | null = null;
  #failure: KimiError | null = null;

  constructor(options: AuditLogOptions) {
    this.#o = options;
  }

  /** Why the last entry could not be written; null when it could. */
  get failure(): KimiError | null {
    return this.#failure;
  }

  /** Hears when entries begin to be lost (true) and when they are kept again (false). What a listener throws is logged. */
  onFailing(listener: (failing: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** Starts the writer, so that what is wrong is known before the first call. Never fails: what is wrong is `failure`. */
  async open(): Promise<void> {
    try {
      await this.#o.writer.open();
      this.#well();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Appends an entry. Resolves with true when it is on the disk, with false when it is counted as missing. Never rejects. */
  record(facts: AuditFacts): Promise<boolean> {
    const at = this.#o.now();
    const gap = this.#missed === null ? null : this.#fillGap(this.#missed);
    const kept = this.#o.writer.write(writtenOf(facts, at)).then(
      () => {
        this.#kept();
        return true;
      },
      (error: unknown) => {
        this.#miss({ count: 1, from: at, to: at });
        this.#failed(error);
        return false;
      },
    );
    return gap === null ? kept : gap.then(() => kept);
  }

  /**
   * Makes sure that the log can be written, by writing what is due where the last entry could not be.
   * @throws KimiError AUDIT_UNAVAILABLE | AUDIT_DAMAGED
   */
  async ready(): Promise<void> {
    if (this.#failure === null) return;
    // A thread that runs proves nothing while a gap is still being written: what becomes of that is the answer, also for who asks meanwhile.
    if (this.#missed !== null) await this.#fillGap(this.#missed);
    else await (this.#gap ?? this.open());
    const failure: KimiError | null = this.#failure;
    if (failure !== null) throw failure;
  }

  /** Writes what is queued, and closes; bounded, as the writer is. */
  close(): Promise<void> {
    return this.#o.writer.close();
  }

  /** Tells what is missing. Never rejects. */
  #fillGap(missed: Missed): Promise<void> {
    // Taken at once, so that calls side by side do not each tell it.
    this.#missed = null;
    const where = { missing: missed.count, from: new Date(missed.from).toISOString(), to: new Date(missed.to).toISOString() };
    const facts: AuditFacts = { caller: ENGINE, procedure: 'audit.gap', where, decision: 'allowed', result: 'ok' };
    const over = () => {
      if (this.#gap === gap) this.#gap = null;
    };
    const gap: Promise<void> = this.#o.writer.write(writtenOf(facts, this.#o.now())).then(
      () => {
        over();
        this.#kept();
      },
      (error: unknown) => {
        over();
        this.#miss(missed);
        this.#failed(error);
      },
    );
    this.#gap = gap;
    return gap;
  }

  #kept(): void {
    this.#tell(() => this.#o.onKept());
    this.#well();
  }

  /** It can be written; that is news when it could not, and nothing is owed any more. */
  #well(): void {
    if (this.#failure === null || this.#missed !== null || this.#gap !== null) return;
    this.#failure = null;
    this.#o.logger.info('the audit log is written again');
    for (const listener of this.#listeners) this.#tell(() => listener(false));
  }

  #miss({ count, from, to }: Missed): void {
    const before = this.#missed ?? { count: 0, from, to };
    this.#missed = { count: before.count + count, from: Math.min(before.from, from), to: Math.max(before.to, to) };
  }

  #failed(error: unknown): void {
    const news = this.#failure === null;
    this.#failure = asAuditError(error, this.#o.path);
    if (!news) return;
    this.#o.logger.error('the audit log cannot be written', { reason: String(error) });
    for (const listener of this.#listeners) this.#tell(() => listener(true));
  }

  /** Whoever hears of the log has no say in it: what fails there leaves the entry, and the call that it is of, as they are. */
  #tell(hear: () => void): void {
    try {
      hear();
    } catch (error) {
      this.#o.logger.error('what was to hear of the audit log failed', { error: error instanceof Error ? error.stack : String(error) });
    }
  }
}

/** What SQLite, the system or the writer said, as an error of the log's. */
export function asAuditError(error: unknown, path: string): KimiError {
  const reason = error instanceof Error ? error.message : String(error);
  if (isDamage(error)) return new KimiError('AUDIT_DAMAGED', { path, reason }, { cause: error });
  if (error instanceof KimiError) return new KimiError('AUDIT_UNAVAILABLE', { path, ...error.context }, { cause: error });
  return new KimiError('AUDIT_UNAVAILABLE', { path, reason: sqliteCode(error) ?? reason }, { cause: error });
}
