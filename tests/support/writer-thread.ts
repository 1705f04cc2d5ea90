import Database from 'better-sqlite3';
import type { startWriter } from '../../src-main/engine/store/index.ts';
import { until } from './until.ts';

/** A writer's thread that runs. */
export type WriterThread = Omit<Awaited<ReturnType<typeof startWriter>>, 'write'>;

/** Takes the write lock from outside, as a backup does, so that a transaction stays under way until the test lets go. */
export function holdTheLock(path: string): () => void {
  const other = new Database(path);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('COMMIT');
    other.close();
  };
}

/** Until a thread has begun with so many pieces. */
export async function hasBegun(thread: Pick<WriterThread, 'progress'> | undefined, pieces: number): Promise<void> {
  await until(`the writer has begun with ${pieces}`, () => (thread?.progress().begun ?? 0) >= pieces);
}

/** Lets a thread die over its next piece: it has begun with it, and waits for the lock on `path`. @param write hands the piece over */
export async function dyingOver<T>(thread: WriterThread, path: string, write: () => Promise<T>): Promise<T> {
  const letGo = holdTheLock(path);
  try {
    const { begun } = thread.progress();
    const written = write();
    await hasBegun(thread, begun + 1);
    thread.terminate();
    await thread.gone;
    return await written;
  } finally {
    letGo();
  }
}
