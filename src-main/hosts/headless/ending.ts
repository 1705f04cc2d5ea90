import type { HostLogger } from '../../doors/logger.ts';
import type { PersonTerminal } from './terminal.ts';

/** Longest time for an orderly end. Children live in their holders, so nothing is lost when it is cut short. */
const SHUTDOWN_MS = 5_000;
/** The log's last lines are on their way to the disk; a disk that does not take them is not waited for. */
const FLUSH_MS = 1_000;

/** One Ctrl-C reaches us from the terminal and, passed on, from npm and the command line above us: that is one wish, not two. */
const SAME_PRESS_MS = 300;

export interface EndingOptions {
  readonly logger: HostLogger;
  readonly terminal: PersonTerminal;
  readonly logFile: string;
}

/**
 * How this process ends: at a signal, when the engine was asked to, or by an error of our own. Every way is bounded in time.
 */
export class Ending {
  private readonly options: EndingOptions;
  private close: (() => Promise<void>) | null = null;
  private begun = false;
  private begunAt = 0;

  constructor(options: EndingOptions) {
    this.options = options;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // Asked twice: the person does not want to wait.
        if (this.begun && performance.now() - this.begunAt > SAME_PRESS_MS) process.exit(1);
        options.logger.info('ending on a signal', { signal });
        this.end(0);
      });
    }
    process.on('uncaughtException', (error) => this.crash(error));
    process.on('unhandledRejection', (reason) => this.crash(reason));
  }

  /** What an orderly end has to close; called once there is something. */
  whatToClose(close: () => Promise<void>): void {
    this.close = close;
  }

  /** Ends in order, at most 5 s. */
  end(code: number): void {
    if (this.begun) return;
    this.begun = true;
    this.begunAt = performance.now();
    const { logger, terminal } = this.options;
    const force = setTimeout(() => {
      terminal.complain(terminal.texts.forced);
      logger.error('forced to end', { afterMs: SHUTDOWN_MS });
      this.leave(1);
    }, SHUTDOWN_MS);
    (this.close?.() ?? Promise.resolve()).then(
      () => {
        clearTimeout(force);
        logger.info('ended');
        this.leave(code);
      },
      (error: unknown) => {
        clearTimeout(force);
        logger.error('the end was not orderly', { reason: String(error) });
        this.leave(1);
      },
    );
  }

  private crash(error: unknown): void {
    const { logger, terminal, logFile } = this.options;
    // Whatever state this left behind is not built upon: the process ends, and children do not notice.
    logger.error('uncaught', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    terminal.complain(terminal.texts.crashed(logFile));
    this.leave(1);
  }

  private leave(code: number): void {
    const late = setTimeout(() => process.exit(code), FLUSH_MS);
    this.options.logger.close().then(
      () => {
        clearTimeout(late);
        process.exit(code);
      },
      () => process.exit(code),
    );
  }
}
