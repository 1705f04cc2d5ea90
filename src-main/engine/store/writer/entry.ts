import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { GroupCommit } from './commit-group.ts';
import type { WriterConfig, WriterOrder, WriterReport } from './types.ts';

/** The writer of `state.db` as a worker thread: the one connection that writes, and the one thread that waits for the disk. */
function main(): void {
  if (parentPort === null) throw new Error('the writer runs as a worker thread');
  const port = parentPort;
  const { path, busyMs } = workerData as WriterConfig;
  const database = new Database(path, { timeout: busyMs, fileMustExist: true });
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const groups = new GroupCommit(database);
  const tell = (report: WriterReport): void => port.postMessage(report);
  port.on('message', (order: WriterOrder) => {
    if ('commit' in order) {
      tell({ committed: groups.run(order.commit) });
      return;
    }
    database.close();
    // Without listeners on its port the worker ends by itself.
    port.close();
  });
  tell({ ready: true });
}

main();
