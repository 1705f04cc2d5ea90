import Database from 'better-sqlite3';
import { serveWriter } from '../../../threads/serve-writer.ts';
import { StateTransactions } from './state-transactions.ts';
import type { Unit, WriterConfig } from './types.ts';

// The writer of `state.db` as a worker thread: the one connection that writes, and the one thread that waits for the disk.
serveWriter<WriterConfig, Unit>(({ path, busyMs }) => {
  const database = new Database(path, { timeout: busyMs, fileMustExist: true });
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  return new StateTransactions(database);
});
