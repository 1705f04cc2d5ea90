import { receiveMessageOnPort } from 'node:worker_threads';
import { serveThread } from './serve-thread.ts';
import type { Outcomes, Shared, Transactions, Trouble, WriterOrder, WriterReport } from './writer-protocol.ts';

/**
 * Most units in one transaction: some fifty milliseconds of work beside a sync of one or a few, so that who comes next does not
 * wait long.
 */
const MOST_IN_GROUP = 1000;
/**
 * A transaction takes more for so many times as long as the last one took to be committed and answered: on a slow disk it grows, so that many share
 * its sync, and where a commit costs next to nothing nobody waits for others. Measured: bench/RESULTS.md, A1.
 */
const COMMITS_LONG = 4;

/**
 * The inside of a writer's thread: what is there to be written goes into one transaction (group commit), and what comes while it is
 * being committed into the next, without anybody waiting for an answer in between. So many writers share one sync of the disk, and this
 * thread works while theirs make more. What `open` throws ends the thread.
 */
export function serveWriter<Config, U>(open: (config: Config, onTrouble: (trouble: Trouble) => void) => Transactions<U>): void {
  serveThread<Config & Shared, WriterOrder<U>>((config, port) => {
    const tell = (report: WriterReport): void => port.postMessage(report);
    const transactions = open(config, (trouble) => tell({ trouble }));
    let commitMs = 0;
    tell({ ready: true });

    const take = (units: readonly U[], sizes: number[]): void => {
      Atomics.add(config.taken, 0, 1);
      transactions.take(units);
      sizes.push(units.length);
    };

    /** Writes a piece and those that wait behind it. @returns the order that ended the group, if one did */
    const write = (first: readonly U[]): WriterOrder<U> | null => {
      const begunAt = performance.now();
      const sizes: number[] = [];
      take(first, sizes);
      let units = first.length;
      let last: WriterOrder<U> | null = null;
      while (units < MOST_IN_GROUP && performance.now() - begunAt < COMMITS_LONG * commitMs) {
        const next = (receiveMessageOnPort(port)?.message as WriterOrder<U> | undefined) ?? null;
        if (next === null) break;
        if (!('write' in next)) {
          last = next;
          break;
        }
        take(next.write, sizes);
        units += next.write.length;
      }
      const wholeAt = performance.now();
      tell(reportOf(transactions.commit(), sizes));
      commitMs = performance.now() - wholeAt;
      transactions.afterwards();
      return last;
    };

    return (order) => {
      const last = 'write' in order ? write(order.write) : order;
      if (last === null) return;
      transactions.close();
      // Without listeners on its port the worker ends by itself.
      port.close();
    };
  });
}

/** The outcomes of a transaction, shared out to its pieces. */
function reportOf(outcomes: Outcomes, sizes: readonly number[]): WriterReport {
  if (outcomes.length === 0) return { written: sizes.length };
  let from = 0;
  const each = sizes.map((size) => {
    from += size;
    return outcomes.slice(from - size, from);
  });
  return { written: sizes.length, outcomes: each };
}
