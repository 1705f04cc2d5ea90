import { parentPort, workerData } from 'node:worker_threads';
import type { WriterOrder, WriterReport } from '../../store/index.ts';
import type { AuditUnit, AuditWriterConfig } from '../types.ts';
import { Anchor } from './anchor.ts';
import { ChainWriter } from './chain-writer.ts';
import { openForWriting } from './open-for-writing.ts';

/** The writer of `audit.db` as a worker thread, with the one connection that writes it and the file of checkpoints. */
function main(): void {
  if (parentPort === null) throw new Error('the writer runs as a worker thread');
  const port = parentPort;
  const tell = (report: WriterReport): void => port.postMessage(report);
  const { path, busyMs, checkpoint, key } = workerData as AuditWriterConfig;
  const database = openForWriting(path, busyMs);
  const openAnchor = (signingKey: Uint8Array) => new Anchor(checkpoint, signingKey);
  const anchor = key === null ? null : openAnchor(key);
  const chain = new ChainWriter({ database, anchor, openAnchor, now: Date.now, onTrouble: (trouble) => tell({ trouble }) });
  port.on('message', (order: WriterOrder<AuditUnit>) => {
    if ('commit' in order) {
      tell({ committed: chain.run(order.commit) });
      chain.syncIfDue();
      return;
    }
    chain.close();
    database.close();
    // Without listeners on its port the worker ends by itself.
    port.close();
  });
  tell({ ready: true });
}

main();
