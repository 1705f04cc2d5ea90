import type { App } from 'electron';
import { settlesWithin } from '#shared/settles-within.ts';
import type { HostLogger } from '../../doors/logger.ts';

/** Longest time for an orderly end. Children live in their holders, so nothing is lost when it is cut short. */
const SHUTDOWN_MS = 5_000;
/** The log's last lines are on their way to the disk; a disk that does not take them is not waited for. */
const FLUSH_MS = 1_000;

export interface EndingOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly logger: HostLogger;
}

/** How the app's process ends: when Electron quits, or by an error of our own. Every way is bounded in time. */
export class Ending {
  private readonly options: EndingOptions;
  private close: (() => Promise<void>) | null = null;
  private begun = false;

  constructor(options: EndingOptions) {
    this.options = options;
    options.app.on('will-quit', (event) => {
      // Electron waits for nobody: it is stopped here, and the process ends when everything is closed.
      event.preventDefault();
      this.end();
    });
    process.on('uncaughtException', (error) => this.crash(error));
    process.on('unhandledRejection', (reason) => this.crash(reason));
  }

  /** What an orderly end has to close; called once there is something. */
  whatToClose(close: () => Promise<void>): void {
    this.close = close;
  }

  private end(): void {
    if (this.begun) return;
    this.begun = true;
    const { logger } = this.options;
    const force = setTimeout(() => {
      logger.error('forced to end', { afterMs: SHUTDOWN_MS });
      this.leave(1);
    }, SHUTDOWN_MS);
    (this.close?.() ?? Promise.resolve()).then(
      () => {
        clearTimeout(force);
        logger.info('ended');
        this.leave(0);
      },
      (error: unknown) => {
        clearTimeout(force);
        logger.error('the end was not orderly', { reason: String(error) });
        this.leave(1);
      },
    );
  }

  private crash(error: unknown): void {
    // Whatever state this left behind is not built upon: the process ends, and children do not notice.
    this.options.logger.error('uncaught', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    this.leave(1);
  }

  private leave(code: number): void {
    const { app, logger } = this.options;
    settlesWithin(logger.close(), FLUSH_MS).then(
      () => app.exit(code),
      () => app.exit(code),
    );
  }
}
