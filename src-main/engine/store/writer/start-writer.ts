import { Worker } from 'node:worker_threads';
import type { Refusal, Unit, WriterConfig, WriterOrder, WriterReport } from './types.ts';

/** A writer's thread that runs. It takes one group at a time. */
export interface WriterThread<U = Unit> {
  /** Resolves when the group is on the disk, with what became of each unit. @throws Error when the thread ended before it said so */
  commit(units: readonly U[]): Promise<readonly (Refusal | null)[]>;
  /** Lets it close its connection and end; harmless after it ended. */
  close(): Promise<void>;
  /** Ends it as soon as SQLite lets go of it, whatever it was at. */
  terminate(): void;
  /** Resolves when the thread is gone, with the reason. */
  readonly gone: Promise<Error>;
}

/**
 * Runs a writer as a worker thread of this process.
 * @param script a bundle such as `state-writer.js`, or a writer's `entry.ts`
 * @param onTrouble hears what it finds wrong beside its work
 * @throws Error when it ended before it had opened the database
 */
export async function startWriter<U = Unit>(
  script: string | URL,
  config: WriterConfig,
  onTrouble: (trouble: string) => void = () => undefined,
): Promise<WriterThread<U>> {
  // A worker takes its host's arguments and environment unless told otherwise; it needs neither.
  const worker = new Worker(script, { workerData: config, argv: [], env: {} });
  let failure: Error | null = null;
  const gone = new Promise<Error>((resolve) => {
    worker.once('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.once('exit', (code) => resolve(failure ?? new Error(`the writer ended with code ${code}`)));
  });
  let answered: ((refusals: readonly (Refusal | null)[]) => void) | null = null;
  const ready = new Promise<void>((resolve) => {
    worker.on('message', (report: WriterReport) => {
      if ('committed' in report) answered?.(report.committed);
      else if ('trouble' in report) onTrouble(report.trouble);
      else resolve();
    });
  });
  const say = (order: WriterOrder<U>): void => worker.postMessage(order);
  const orGone = <T>(result: Promise<T>): Promise<T> => Promise.race([result, gone.then((reason) => Promise.reject(reason))]);
  await orGone(ready);
  return {
    commit: (units) =>
      orGone(
        new Promise((resolve) => {
          answered = resolve;
          say({ commit: units });
        }),
      ),
    async close() {
      say({ close: true });
      await gone;
    },
    terminate: () => void worker.terminate(),
    gone,
  };
}
