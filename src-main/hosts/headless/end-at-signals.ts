import type { Ending } from '../../doors/ending.ts';
import type { Logger } from '../../engine/types.ts';

/** One Ctrl-C reaches us from the terminal and, passed on, from npm and the command line above us: that is one wish, not two. */
const SAME_PRESS_MS = 300;

/** Ends in order at a signal, and at once at a second one: who asks twice does not want to wait. */
export function endAtSignals(ending: Ending, logger: Logger): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending.begunAt !== null && performance.now() - ending.begunAt > SAME_PRESS_MS) process.exit(1);
      logger.info('ending on a signal', { signal });
      ending.end(0);
    });
  }
}
