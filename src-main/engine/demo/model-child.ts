import { KimiError } from '#shared/errors/kimi-error.ts';
import type { ChildSpec } from '../../holder/types.ts';
import type { Logger } from '../types.ts';
import type { DemoHolders } from './types.ts';

/** The child's id in the holder; one model serves every session of a data folder. */
export const MODEL_CHILD = 'demo-model';

/** It listens about 100 ms after it was started; the rest is for a machine under load. */
const LISTENING_WITHIN_MS = 15_000;
const HEALTH_WITHIN_MS = 2_000;
const STOP_GRACE_MS = 1_000;
/** A model that ends sooner than this after its start would only end again. */
const WORTH_RESTARTING_MS = 10_000;
const FIRST_OUTPUT_BYTES = 4096;
/** A model that nobody asks anything ends by itself, so that a forgotten demo leaves nothing running for good. */
const LEAVE_AFTER_SECONDS = 2 * 60 * 60;
/** It prints one line. */
const KEEP_BYTES = 1024 * 1024;

export interface ModelChildOptions {
  readonly holders: DemoHolders;
  readonly nodeBinary: string;
  readonly script: string;
  /** Working directory. */
  readonly folder: string;
  /** Where the model writes kimi's config.toml. */
  readonly kimiHome: string;
  /** Removes the recording of a model that no holder knows any more. */
  readonly removeSpool: () => Promise<void>;
  readonly logger: Logger;
  /** ms on a clock that nobody sets. */
  readonly now: () => number;
}

/**
 * The scripted model as a child of the holder: found again when it still runs from an earlier engine, started otherwise, and
 * started again, on the same port, when it ends while the engine runs (kimi read the port when it was launched).
 */
export class ModelChild {
  private readonly options: ModelChildOptions;
  private readonly unsubscribe: () => void;
  private current = 0;
  private startedAt = 0;
  private closed = false;
  private restarting: Promise<void> = Promise.resolve();

  constructor(options: ModelChildOptions) {
    this.options = options;
    this.unsubscribe = options.holders.onEvent((event) => {
      const ended =
        (event.kind === 'exited' && event.childId === MODEL_CHILD) || (event.kind === 'lost' && event.lost.childId === MODEL_CHILD);
      if (ended && this.current !== 0) this.restart();
    });
  }

  /** Port that it listens on; 0 before it does. */
  get port(): number {
    return this.current;
  }

  /**
   * Makes sure that it runs. `wanted`: the port of last time, 0 for any.
   * @throws KimiError SPAWN_FAILED | TIMED_OUT, and whatever the holder refuses with
   */
  async ensure(wanted: number): Promise<void> {
    const { holders, logger } = this.options;
    const found = holders.child(MODEL_CHILD);
    if (found !== undefined && found.exit === undefined) {
      const port = await this.listeningPort();
      if (await answers(port)) {
        this.current = port;
        // However long it has run, it did not end right after its start.
        this.startedAt = Number.NEGATIVE_INFINITY;
        return;
      }
      logger.warn('the demo model does not answer and is started again', { port });
      await holders.clientOf(MODEL_CHILD).stop(MODEL_CHILD, { graceMs: STOP_GRACE_MS });
    }
    await this.start(wanted);
  }

  /** Stops it. */
  async stop(): Promise<void> {
    this.current = 0;
    const { holders } = this.options;
    const child = holders.child(MODEL_CHILD);
    if (child !== undefined && child.exit === undefined) await holders.clientOf(MODEL_CHILD).stop(MODEL_CHILD, { graceMs: STOP_GRACE_MS });
  }

  /** Ends the watch; the model runs on. */
  async close(): Promise<void> {
    this.closed = true;
    this.unsubscribe();
    await this.restarting;
  }

  private async start(wanted: number): Promise<void> {
    const { holders, removeSpool } = this.options;
    if (holders.child(MODEL_CHILD) !== undefined) {
      await holders.clientOf(MODEL_CHILD).forget(MODEL_CHILD);
    } else {
      // What is left of one whose holder was killed still sits on its port, and its recording on its name.
      await holders.endLost(MODEL_CHILD);
      await removeSpool();
    }
    await holders.spawn(this.spec(wanted));
    this.startedAt = this.options.now();
    this.current = await this.listeningPort();
  }

  private spec(port: number): ChildSpec {
    const { nodeBinary, script, folder, kimiHome } = this.options;
    const systemRoot = process.env.SystemRoot;
    return {
      childId: MODEL_CHILD,
      kind: 'pipe',
      file: nodeBinary,
      args: [
        script,
        '--serve',
        '--write-config',
        kimiHome,
        '--port',
        String(port),
        '--leave-after',
        String(LEAVE_AFTER_SECONDS),
        '--quiet',
      ],
      cwd: folder,
      // It needs nothing of anybody's environment, but Windows programs cannot open a socket without this one.
      env: systemRoot === undefined ? {} : { SystemRoot: systemRoot },
      cols: 80,
      rows: 24,
      keepBytes: KEEP_BYTES,
    };
  }

  /** Reads the port from the first line that it printed, whichever engine started it. */
  private listeningPort(): Promise<number> {
    const client = this.options.holders.clientOf(MODEL_CHILD);
    return new Promise((resolve, reject) => {
      let text = '';
      const settle = (then: () => void) => {
        clearTimeout(timer);
        stream.close();
        then();
      };
      const stream = client.open(MODEL_CHILD, {
        from: 0,
        credit: FIRST_OUTPUT_BYTES,
        onPiece: (piece) => {
          if (piece.kind === 'data') text += Buffer.from(piece.bytes).toString('utf8');
          const port = /listening on 127\.0\.0\.1:(\d+)\s/.exec(text)?.[1];
          if (port !== undefined) settle(() => resolve(Number(port)));
          else if (piece.kind === 'exit')
            settle(() => reject(new KimiError('SPAWN_FAILED', { file: 'demo model', reason: text.trim().slice(0, 500) })));
        },
        onClosed: (error) => {
          if (error !== null) settle(() => reject(error));
        },
      });
      const timer = setTimeout(
        () => settle(() => reject(new KimiError('TIMED_OUT', { what: 'demo model', ms: LISTENING_WITHIN_MS }))),
        LISTENING_WITHIN_MS,
      );
    });
  }

  private restart(): void {
    const { logger, now } = this.options;
    if (this.closed) return;
    if (now() - this.startedAt < WORTH_RESTARTING_MS) {
      logger.error('the demo model ends right after its start and is not started again', { port: this.current });
      return;
    }
    const port = this.current;
    this.restarting = this.restarting
      .then(() => (this.closed ? undefined : this.start(port)))
      .then(
        () => logger.info('the demo model was started again', { port: this.current }),
        (error: unknown) => logger.error('the demo model could not be started again', { reason: String(error) }),
      );
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(HEALTH_WITHIN_MS) });
    return response.ok;
  } catch {
    // Refused or silent: either way it cannot be used.
    return false;
  }
}
