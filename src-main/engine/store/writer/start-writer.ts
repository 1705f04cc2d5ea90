import { startThread } from '../../../threads/start-thread.ts';
import type { Outcomes, Shared, Trouble, WriterOrder, WriterReport } from '../../../threads/writer-protocol.ts';
import type { Unit, WriterConfig } from './types.ts';

/** A writer's thread that runs. */
export interface WriterThread<U = Unit> {
  /**
   * Hands units over, to be written behind those before. Resolves when their transaction is over, with what became of each (none: all
   * were committed).
   * @throws WriterGone when the thread ended before it said so
   */
  write(units: readonly U[]): Promise<Outcomes>;
  /** So far: pieces (calls of `write`) that it has begun with, and transactions that are over. */
  progress(): { readonly begun: number; readonly transactions: number };
  /** Lets it close its connection and end; harmless after it ended. */
  close(): Promise<void>;
  /** Ends it as soon as SQLite lets go of it, whatever it was at. */
  terminate(): void;
  /** Resolves when the thread is gone, with the reason. */
  readonly gone: Promise<Error>;
}

/** A writer's thread ended with work on it. */
export class WriterGone extends Error {
  /** Whether the thread had begun with it: then nobody knows whether it was kept. */
  readonly begun: boolean;

  constructor(reason: Error, begun: boolean) {
    super(reason.message, { cause: reason });
    this.begun = begun;
  }
}

interface Waiting {
  readonly done: (outcomes: Outcomes) => void;
  readonly failed: (reason: Error) => void;
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
  onTrouble: (trouble: Trouble) => void = () => undefined,
): Promise<WriterThread<U>> {
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = startThread(script, { ...config, taken } satisfies WriterConfig & Shared);
  let failure: Error | null = null;
  let ended: Error | null = null;
  let transactions = 0;
  /** Pieces that were answered; it wraps around as the count of those that were taken does. */
  let answered = 0;
  /** Who waits for pieces, in their order. */
  const waiting: Waiting[] = [];
  let opened: Waiting | null = null;
  const gone = new Promise<Error>((resolve) => {
    worker.once('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.once('exit', (code) => {
      const reason = failure ?? new Error(`the writer ended with code ${code}`);
      ended = reason;
      opened?.failed(reason);
      const begun = (Atomics.load(taken, 0) - answered) | 0;
      for (const [i, { failed }] of waiting.splice(0).entries()) failed(new WriterGone(reason, i < begun));
      resolve(reason);
    });
  });
  worker.on('message', (report: WriterReport) => {
    if ('trouble' in report) onTrouble(report.trouble);
    else if ('ready' in report) opened?.done([]);
    else {
      transactions += 1;
      answered = (answered + report.written) | 0;
      for (const [i, { done }] of waiting.splice(0, report.written).entries()) done(report.outcomes?.[i] ?? []);
    }
  });
  const say = (order: WriterOrder<U>): void => worker.postMessage(order);
  await new Promise<Outcomes>((done, failed) => {
    opened = { done, failed };
  });
  opened = null;
  return {
    write: (units) =>
      new Promise((done, failed) => {
        if (ended !== null) {
          failed(new WriterGone(ended, false));
          return;
        }
        // In this order: what cannot be sent is answered by nobody, and who waits for it would take the answer of the next one.
        say({ write: units });
        waiting.push({ done, failed });
      }),
    progress: () => ({ begun: Atomics.load(taken, 0), transactions }),
    async close() {
      say({ close: true });
      await gone;
    },
    terminate: () => void worker.terminate(),
    gone,
  };
}
