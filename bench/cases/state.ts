import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { createLayouts } from '../../src-main/engine/settings/index.ts';
import { layoutsTable, openStore } from '../../src-main/engine/store/index.ts';
import { type Benchmark, quantile } from '../harness.ts';

const WRITERS = 50;
const WRITES_EACH = 10;
const IN_A_ROW = 50;
const JSON_BYTES = 1024;
const READS = 2000;

interface Side {
  save(name: string, json: string): Promise<void>;
}

interface Figures {
  /** By metric id. */
  readonly compared: Readonly<Record<string, number>>;
  /** ms, the median of one write after the other. */
  readonly alone: number;
}

/** Writes by many at once, by one alone, and what the thread that asked for them was kept from meanwhile. */
async function measure({ save }: Side): Promise<Figures> {
  const json = 'x'.repeat(JSON_BYTES);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let i = 0; i < WRITES_EACH; i += 1) {
        // Who writes comes in a turn of its own, like the calls of fifty sessions do.
        await turn();
        await save(`writer ${writer}`, json);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  delay.disable();
  const latencies: number[] = [];
  for (let i = 0; i < IN_A_ROW; i += 1) {
    const before = performance.now();
    await save('alone', json);
    latencies.push(performance.now() - before);
  }
  return {
    compared: { 'S1.rate': (WRITERS * WRITES_EACH) / seconds, 'S1.stall': delay.percentile(99) / 1e6 },
    alone: quantile(latencies, 0.5),
  };
}

/** S1: the engine's database written through its thread, beside the same statements run where they are asked for. */
export const state: Benchmark = {
  id: 'S1',
  title: `${WRITERS} writers of state.db at once, and one alone`,
  peer: 'better-sqlite3 on the caller’s thread',
  needs: [],
  pairs: 15,
  metrics: [
    { id: 'S1.rate', unit: 'writes/s', bound: 'least', target: 2 },
    { id: 'S1.stall', unit: 'ms loop delay p99', bound: 'most', target: 0.8 },
  ],
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const writerScript = new URL('../../src-main/engine/store/writer/entry.ts', import.meta.url);
    const store = await openStore({ path: join(folder, 'state.db'), logger: quiet, now: Date.now, writerScript });
    const layouts = createLayouts(store, Date.now);

    const bare = new Database(join(folder, 'bare.db'));
    bare.pragma('journal_mode = WAL');
    bare.pragma('synchronous = FULL');
    bare.exec('CREATE TABLE layouts (name TEXT PRIMARY KEY, json TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT');
    const db = drizzle(bare);
    const saveBare = async (name: string, json: string) => {
      const values = { json, updatedAt: Date.now() };
      db.insert(layoutsTable)
        .values({ name, ...values })
        .onConflictDoUpdate({ target: layoutsTable.name, set: values })
        .run();
    };

    const reads: number[] = [];
    // The way to another thread and back is a multiple of so small a write: told, because a ratio of it says nothing about waiting.
    const alone = { ours: [] as number[], theirs: [] as number[] };
    return {
      ours: async () => {
        const figures = await measure({ save: (name, json) => layouts.save(name, json) });
        alone.ours.push(figures.alone);
        for (let i = 0; i < READS; i += 1) {
          const before = performance.now();
          await layouts.load(`writer ${i % WRITERS}`);
          reads.push(performance.now() - before);
        }
        return figures.compared;
      },
      theirs: async () => {
        const figures = await measure({ save: saveBare });
        alone.theirs.push(figures.alone);
        return figures.compared;
      },
      notes: () => ({
        'one write alone': `${quantile(alone.ours, 0.5).toFixed(2)} ms, on the caller’s thread ${quantile(alone.theirs, 0.5).toFixed(2)} ms`,
        'a read by key on the engine’s thread': `p50 ${(quantile(reads, 0.5) * 1000).toFixed(0)} µs, p99 ${(quantile(reads, 0.99) * 1000).toFixed(0)} µs`,
      }),
      async close() {
        await store.close();
        bare.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
