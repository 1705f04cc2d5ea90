import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { layoutsTable, type Store } from '../../../../src-main/engine/store/index.ts';
import { startWriter, type WriterThread } from '../../../../src-main/engine/store/writer/start-writer.ts';
import type { Unit } from '../../../../src-main/engine/store/writer/types.ts';
import { openStoreIn, sql } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

/** A store whose writer's thread the test looks at: which groups it got, and the thread itself. */
async function watched() {
  const folder = await tempFolder();
  const groups: Unit[][] = [];
  const threads: WriterThread[] = [];
  const logger = testLogger();
  const store = await openStoreIn(folder, {
    logger,
    startWriter: async (script, config) => {
      const thread = await startWriter(script, config);
      threads.push(thread);
      return {
        ...thread,
        commit: (units) => {
          groups.push([...units]);
          return thread.commit(units);
        },
      };
    },
  });
  onTestFinished(() => store.close());
  return { folder, store, groups, threads, logger };
}

const put = (store: Store, name: string, json = '{}') => store.db.insert(layoutsTable).values({ name, json, updatedAt: 1 });
const names = (store: Store) => store.db.select({ name: layoutsTable.name }).from(layoutsTable).orderBy(layoutsTable.name).all();

/** Takes the write lock from outside, as a backup does, so that a commit stays under way until the test lets go. */
function holdTheLock(folder: string): () => void {
  const other = new Database(join(folder, 'state.db'));
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('COMMIT');
    other.close();
  };
}

describe('a write', () => {
  it('is seen by the next read, and is on the disk', async () => {
    const { folder, store } = await watched();
    await store.write(put(store, 'a', '[1]'));
    expect(store.db.select().from(layoutsTable).where(eq(layoutsTable.name, 'a')).get()).toEqual({ name: 'a', json: '[1]', updatedAt: 1 });
    const other = new Database(join(folder, 'state.db'), { readonly: true });
    expect(other.prepare('SELECT json FROM layouts').pluck().all()).toEqual(['[1]']);
    other.close();
  });

  it('of several queries is made whole or not at all', async () => {
    const { store } = await watched();
    await store.write(put(store, 'a'), put(store, 'b'));
    await expect(store.write(put(store, 'c'), put(store, 'a'))).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(names(store)).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('cannot be made on the connection that reads', async () => {
    const { store } = await watched();
    expect(() => put(store, 'a').run()).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY' }));
  });

  it('that nobody asked anything of costs nothing', async () => {
    const { store, groups } = await watched();
    await store.write();
    expect(groups).toEqual([]);
  });
});

describe('writes that are asked for while a commit is under way', () => {
  it('go into the next transaction together, in their order', async () => {
    const { folder, store, groups } = await watched();
    const letGo = holdTheLock(folder);
    const first = store.write(put(store, 'first'));
    // One turn later the first is with the thread, and waits for the lock there.
    await Promise.resolve();
    await Promise.resolve();
    const order: number[] = [];
    const rest = Array.from({ length: 20 }, (_, i) => store.write(put(store, `later ${i}`)).then(() => order.push(i)));
    letGo();
    await Promise.all([first, ...rest]);
    expect(groups.map((group) => group.length)).toEqual([1, 20]);
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('fail alone: what is wrong with one does not touch the others of its transaction', async () => {
    const { store, groups } = await watched();
    const results = await Promise.allSettled([
      store.write(put(store, 'a')),
      store.write(put(store, 'b'), sql('INSERT INTO nowhere VALUES (1)')),
      store.write(put(store, 'a')),
      store.write(put(store, 'c')),
    ]);
    expect(groups).toHaveLength(1);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(names(store)).toEqual([{ name: 'a' }, { name: 'c' }]);
  });

  it('keep the order of each caller when every write builds on the one before', async () => {
    const { store } = await watched();
    await store.write(put(store, 'n', '0'));
    const add = () =>
      store.write(sql("UPDATE layouts SET json = json || ',' || (updated_at), updated_at = updated_at + 1 WHERE name = 'n'"));
    await Promise.all(Array.from({ length: 50 }, add));
    const row = store.db.select().from(layoutsTable).get();
    expect(row?.json).toBe(['0', ...Array.from({ length: 50 }, (_, i) => String(i + 1))].join(','));
  });
});

describe("the writer's thread", () => {
  it('that dies fails what it was writing with a clear error, and the next write starts another', async () => {
    const { folder, store, threads, logger } = await watched();
    const letGo = holdTheLock(folder);
    const inFlight = store.write(put(store, 'in flight'));
    await Promise.resolve();
    await Promise.resolve();
    const queued = store.write(put(store, 'queued'));
    threads[0]?.terminate();
    const failed = await inFlight.catch((error: unknown) => error);
    letGo();
    await queued;
    expect(failed).toMatchObject({ code: 'WRITE_INTERRUPTED' });
    expect(threads).toHaveLength(2);
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    // Killed while it waited for the lock, so it was not written; the queued one was.
    expect(names(store)).toEqual([{ name: 'queued' }]);
  });

  it('that died while nothing was written is replaced without anybody noticing', async () => {
    const { store, threads } = await watched();
    threads[0]?.terminate();
    await threads[0]?.gone;
    await store.write(put(store, 'a'));
    expect(names(store)).toEqual([{ name: 'a' }]);
  });

  it('that does not start fails the write with the reason', async () => {
    const folder = await tempFolder();
    let starts = 0;
    const store = await openStoreIn(folder, {
      startWriter: async (script, config) => {
        starts += 1;
        if (starts === 2) throw new Error('no more threads');
        const thread = await startWriter(script, config);
        if (starts === 1) thread.terminate();
        return thread;
      },
    });
    onTestFinished(() => store.close());
    const second = async () => store.write(put(store, 'a'));
    await expect(second().catch(() => second())).rejects.toMatchObject({
      code: 'WRITE_INTERRUPTED',
      context: { reason: 'no more threads' },
    });
    await store.write(put(store, 'b'));
    expect(names(store)).toEqual([{ name: 'b' }]);
  });
});

describe('the end of the store', () => {
  it('writes what was asked for before it, and takes nothing after', async () => {
    const folder = await tempFolder();
    const store = await openStoreIn(folder);
    const writes = Array.from({ length: 300 }, (_, i) => store.write(put(store, `w${String(i).padStart(3, '0')}`)));
    const closed = store.close();
    await expect(store.write(put(store, 'too late'))).rejects.toMatchObject({ code: 'WRITE_INTERRUPTED' });
    await Promise.all([...writes, closed]);
    const again = await openStoreIn(folder);
    expect(names(again)).toHaveLength(300);
    await again.close();
  });

  it('is bounded although the disk, or who has the lock, is not: what was not written fails', async () => {
    const { folder, store } = await watched();
    const letGo = holdTheLock(folder);
    const stuck = store.write(put(store, 'stuck')).catch((error: unknown) => error);
    const queued = store.write(put(store, 'queued')).catch((error: unknown) => error);
    const startedAt = performance.now();
    await store.close();
    expect(performance.now() - startedAt).toBeLessThan(1500);
    letGo();
    expect(await stuck).toMatchObject({ code: 'WRITE_INTERRUPTED' });
    expect(await queued).toMatchObject({ code: 'WRITE_INTERRUPTED' });
  });
});
