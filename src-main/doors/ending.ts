import { settlesWithin } from '#shared/settles-within.ts';
import type { HostLogger } from './logger.ts';

/** Longest time for an orderly end. Children live in their holders, so nothing is lost when it is cut short. */
const SHUTDOWN_MS = 5_000;
/** The log's last lines are on their way to the disk; a disk that does not take them is not waited for. */
const FLUSH_MS = 1_000;

/** Ends that a person did not ask for like this. */
export type EndComplaint = 'forced' | 'crashed';

export interface EndingOptions {
  readonly logger: HostLogger;
  /** Leaves the process: `process.exit`, or what the host has in its place. */
  readonly exit: (code: number) => void;
  /** Tells the person of an end that is none of the good ones, where there is somewhere to say it. */
  readonly complain?: (what: EndComplaint) => void;
}

/** How a host's process ends: when it is asked to, or by an error of our own. Every way is bounded in time. */
export class Ending {
  readonly #o: EndingOptions;
  #close: (() => Promise<void>) | null = null;
  #begunAt: number | null = null;

  constructor(options: EndingOptions) {
    this.#o = options;
    process.on('uncaughtException', (error) => this.#crash(error));
    process.on('unhandledRejection', (reason) => this.#crash(reason));
  }

  /** When the end began, by `performance.now()`; null before. */
  get begunAt(): number | null {
    return this.#begunAt;
  }

  /** What an orderly end has to close; called once there is something. */
  whatToClose(close: () => Promise<void>): void {
    this.#close = close;
  }

  /** Ends in order, at most 5 s, with this exit code. Once: later calls do nothing. */
  end(code: number): void {
    if (this.#begunAt !== null) return;
    this.#begunAt = performance.now();
    const { logger, complain } = this.#o;
    const force = setTimeout(() => {
      complain?.('forced');
      logger.error('forced to end', { afterMs: SHUTDOWN_MS });
      this.#leave(1);
    }, SHUTDOWN_MS);
    (this.#close?.() ?? Promise.resolve()).then(
      () => {
        clearTimeout(force);
        logger.info('ended');
        this.#leave(code);
      },
      (error: unknown) => {
        clearTimeout(force);
        logger.error('the end was not orderly', { reason: String(error) });
        this.#leave(1);
      },
    );
  }

  #crash(error: unknown): void {
    const { logger, complain } = this.#o;
    // Whatever state this left behind is not built upon: the process ends, and children do not notice.
    logger.error('uncaught', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    complain?.('crashed');
    this.#leave(1);
  }

  #leave(code: number): void {
    const { logger, exit } = this.#o;
    settlesWithin(logger.close(), FLUSH_MS).then(
      () => exit(code),
      () => exit(code),
    );
  }
}
