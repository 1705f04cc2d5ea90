import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GroupWriter, layoutsTable, type Store } from '../../../../src-main/engine/store/index.ts';
import { startWriter, type WriterThread } from '../../../../src-main/engine/store/writer/start-writer.ts';
import type { Unit } from '../../../../src-main/engine/store/writer/types.ts';
import { openStoreIn, sql, WRITER_SCRIPT } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';
import { hasBegun, holdTheLock } from '../../../support/writer-thread.ts';

/** A store whose writer's thread the test looks at: the pieces that were handed to it, and the thread itself. */
async function watched() {
  const folder = await tempFolder();
  const pieces: Unit[][] = [];
  const threads: WriterThread[] = [];
  const logger = testLogger();
  const store = await openStoreIn(folder, {
    logger,
    startWriter: async (script, config) => {
      const thread = await startWriter(script, config);
      threads.push(thread);
      return {
        ...thread,
        write: (units) => {
          pieces.push([...units]);
          return thread.write(units);
        },
      };
    },
  });
  onTestFinished(() => store.close());
  const transactions = () => threads.reduce((sum, thread) => sum + thread.progress().transactions, 0);
  const lock = () => holdTheLock(join(folder, 'state.db'));
  return { folder, store, pieces, threads, logger, transactions, lock };
}

const put = (store: Store, name: string, json = '{}') => store.db.insert(layoutsTable).values({ name, json, updatedAt: 1 });
const names = (store: Store) => store.db.select({ name: layoutsTable.name }).from(layoutsTable).orderBy(layoutsTable.name).all();

describe('a write', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'is kept also when many are asked for just as one is handed over (%i turns later)',
    async (turns) => {
      const { store, pieces } = await watched();
      const one = store.write(put(store, 'one'));
      for (let turn = 0; turn < turns; turn += 1) await null;
      const many = Array.from({ length: 25 }, (_, i) => store.write(put(store, `many-${i + 10}`)));
      await one;
      expect(names(store)).toContainEqual({ name: 'one' });
      await Promise.all(many);
      expect(pieces.length, 'some were handed over before the rest was asked for').toBeGreaterThan(1);
      expect(names(store)).toEqual([...Array.from({ length: 25 }, (_, i) => ({ name: `many-${i + 10}` })), { name: 'one' }]);
    },
  );

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
    const { store, pieces } = await watched();
    await store.write();
    expect(pieces).toEqual([]);
  });
});

describe('writes that are asked for while a commit is under way', () => {
  it('go into the next transaction together, in their order', async () => {
    const { store, pieces, threads, transactions, lock } = await watched();
    const letGo = lock();
    const first = store.write(put(store, 'first'));
    await hasBegun(threads[0], 1);
    const order: number[] = [];
    const rest = Array.from({ length: 40 }, (_, i) => store.write(put(store, `later ${i}`)).then(() => order.push(i)));
    // The thread has them before it has answered.
    await until('all are handed over', () => pieces.flat().length === 41);
    letGo();
    await Promise.all([first, ...rest]);
    expect(transactions()).toBe(2);
    expect(pieces.length).toBeGreaterThan(2);
    expect(names(store)).toHaveLength(41);
    expect(order).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('wait here once the thread has a thousand', async () => {
    const { store, pieces, threads, lock } = await watched();
    const letGo = lock();
    const writes = Array.from({ length: 2500 }, (_, i) => store.write(put(store, `w${i}`)));
    await hasBegun(threads[0], 1);
    expect(pieces.flat()).toHaveLength(1000);
    letGo();
    await Promise.all(writes);
    expect(pieces.flat()).toHaveLength(2500);
    expect(names(store)).toHaveLength(2500);
  });

  it('fail alone: what is wrong with one does not touch the others of its transaction', async () => {
    const { store, transactions } = await watched();
    const results = await Promise.allSettled([
      store.write(put(store, 'a')),
      store.write(put(store, 'b'), sql('INSERT INTO nowhere VALUES (1)')),
      store.write(put(store, 'a')),
      store.write(put(store, 'c')),
    ]);
    expect(transactions()).toBe(1);
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
  it('that dies fails what it had begun with, with a clear error; what it had besides is written by another, in its order', async () => {
    const { store, pieces, threads, logger, lock } = await watched();
    const letGo = lock();
    const begun = store.write(put(store, 'begun'));
    await hasBegun(threads[0], 1);
    const add = (i: number) => store.write(sql("UPDATE layouts SET json = json || ',' || ? WHERE name = 'order'", String(i)));
    const waiting = [store.write(put(store, 'order', '0')), ...Array.from({ length: 60 }, (_, i) => add(i + 1))];
    await until('all are handed over', () => pieces.flat().length === 62);
    threads[0]?.terminate();
    await expect(begun).rejects.toMatchObject({ code: 'WRITE_INTERRUPTED' });
    // Asked for after that: behind what came back.
    waiting.push(add(61));
    letGo();
    await Promise.all(waiting);
    expect(threads).toHaveLength(2);
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    // Killed while it waited for the lock, so it was not written; the others were, each once.
    const rows = store.db.select().from(layoutsTable).all();
    expect(rows.map(({ name }) => name)).toEqual(['order']);
    expect(rows[0]?.json).toBe(Array.from({ length: 62 }, (_, i) => String(i)).join(','));
  });

  it('that died while nothing was written is replaced without anybody noticing', async () => {
    const { store, threads } = await watched();
    threads[0]?.terminate();
    await threads[0]?.gone;
    await store.write(put(store, 'a'));
    expect(names(store)).toEqual([{ name: 'a' }]);
  });

  it('is one, also when it is asked for by a write and by who opens it at the same time', async () => {
    const folder = await tempFolder();
    await (await openStoreIn(folder)).close();
    let starts = 0;
    const start = () => {
      starts += 1;
      return startWriter(WRITER_SCRIPT, { path: join(folder, 'state.db'), busyMs: 1000 });
    };
    const writer = new GroupWriter({ start, logger: testLogger() });
    onTestFinished(() => writer.close());
    const insert = { sql: "INSERT INTO layouts (name, json, updated_at) VALUES ('a', '{}', 1)", params: [] };
    await Promise.all([writer.open(), writer.write([insert]), writer.open()]);
    expect(starts).toBe(1);
  });

  it('that cannot be handed a piece fails that one, and answers the next one', async () => {
    const { store, threads } = await watched();
    const unsendable = [{ sql: 'SELECT ?', params: [() => undefined] }];
    await expect(threads[0]?.write([unsendable])).rejects.toMatchObject({ name: 'DataCloneError' });
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
    await expect(store.write(put(store, 'a'))).rejects.toMatchObject({
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
    const { store, lock } = await watched();
    const letGo = lock();
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
