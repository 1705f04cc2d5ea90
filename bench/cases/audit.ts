import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type AuditFacts, auditPaths, keyFile, openAudit } from '../../src-main/engine/audit/index.ts';
import type { AuditUnit } from '../../src-main/engine/audit/types.ts';
import { startWriter } from '../../src-main/engine/store/index.ts';
import { type Benchmark, quantile } from '../harness.ts';

/** Enough that the log is never without work, as its peer is not; a transaction has a part of them. */
const CALLERS = 200;
/** A tenth of a second: what wakes the threads up at the beginning is a small part of it. */
const ENTRIES = 15_000;
/** As many callers as S1 has: all of them wait for the same transaction much of the time. */
const FEW = 50;
const IN_A_ROW = 100;
/** More than are written here: appending is measured, not what keeps the file small, which the peer has nothing of (bench/RESULTS.md). */
const NEVER_SEALED = { keep: 1_000_000, chunk: 5_000 };

const FACTS: AuditFacts = {
  caller: { kind: 'cli', role: 'owner', connection: 'outside' },
  procedure: 'session.rename',
  where: { session: 'ses_01J0000000000000000000000A', ref: 'the old name', name: 'the new name' },
  decision: 'allowed',
  result: 'ok',
  call: 'cal_0123456789abcdef0123',
};

const COLUMNS = `seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, caller TEXT NOT NULL, role TEXT NOT NULL, session TEXT, connection TEXT NOT NULL,
  procedure TEXT NOT NULL, place TEXT NOT NULL, decision TEXT NOT NULL, why TEXT, result TEXT NOT NULL, call TEXT, prev TEXT NOT NULL,
  hash TEXT NOT NULL`;

/** The same facts, a column each, with hashes as long as ours, appended in transactions of as many rows: no hash, no thread, no checkpoint. */
function barePeer(path: string): (count: number) => void {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`CREATE TABLE entries (${COLUMNS}) STRICT`);
  const insert = database.prepare(`INSERT INTO entries VALUES (NULL${', ?'.repeat(13)})`);
  const place = JSON.stringify(FACTS.where);
  const hash = 'a'.repeat(64);
  const { caller, procedure, decision, result, call } = FACTS;
  return database.transaction((count: number) => {
    for (let i = 0; i < count; i += 1) {
      const who = [caller.kind, caller.role, null, caller.connection];
      insert.run(Date.now(), ...who, procedure, place, decision, null, result, call, hash, hash);
    }
  });
}

/** A1: entries of the audit log by many callers at once, beside the bare table with transactions of as many rows. */
export const audit: Benchmark = {
  id: 'A1',
  title: `audit entries of ${CALLERS} callers at once`,
  peer: 'better-sqlite3, as many rows a transaction',
  needs: [],
  pairs: 15,
  // A log is written to for weeks: from about the fourth run on nothing of it is compiled any more.
  warmUp: 4,
  metrics: [
    { id: 'A1', unit: 'entries/s', bound: 'least', target: 0.8 },
    { id: 'A1.few', unit: 'entries/s', bound: 'least', target: 0.5 },
  ],
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const writerScript = new URL('../../src-main/engine/audit/writer/entry.ts', import.meta.url);
    const keys = keyFile(auditPaths(folder).key, quiet);
    let transactions: () => number = () => 0;
    const log = await openAudit({
      dataFolder: folder,
      writerScript,
      keys,
      logger: quiet,
      now: Date.now,
      sealSizes: NEVER_SEALED,
      startWriter: async (...start) => {
        const thread = await startWriter<AuditUnit>(...start);
        transactions = () => thread.progress().transactions;
        return thread;
      },
    });
    const bare = barePeer(join(folder, 'bare.db'));
    const alone: number[] = [];
    const sizes = { A1: [] as number[], 'A1.few': [] as number[] };
    let kept = 0;
    const record = async () => {
      if (!(await log.record(FACTS))) throw new Error('an entry was not kept');
      kept += 1;
    };
    /** Entries a second of so many callers. */
    const appended = async (id: keyof typeof sizes, callers: number): Promise<number> => {
      const before = transactions();
      const startedAt = performance.now();
      await Promise.all(
        Array.from({ length: callers }, async () => {
          for (let i = 0; i < ENTRIES / callers; i += 1) await record();
        }),
      );
      const rate = perSecond(startedAt);
      sizes[id].push(Math.round(ENTRIES / (transactions() - before)));
      return rate;
    };
    /** Entries a second of the peer, in transactions of as many as the last run of the other had. */
    const bareRows = (id: keyof typeof sizes): number => {
      const size = sizes[id].at(-1) ?? FEW;
      const startedAt = performance.now();
      for (let left = ENTRIES; left > 0; left -= size) bare(Math.min(size, left));
      return perSecond(startedAt);
    };
    return {
      async ours() {
        const rates = { A1: await appended('A1', CALLERS), 'A1.few': await appended('A1.few', FEW) };
        for (let i = 0; i < IN_A_ROW; i += 1) {
          const before = performance.now();
          await record();
          alone.push(performance.now() - before);
        }
        return rates;
      },
      async theirs() {
        return { A1: bareRows('A1'), 'A1.few': bareRows('A1.few') };
      },
      notes: () => ({
        'entries of a transaction (A1, A1.few)': `${quantile(sizes.A1, 0.5)}, ${quantile(sizes['A1.few'], 0.5)}`,
        'what one entry alone adds to an answer': `p50 ${ms(alone, 0.5)}, p99 ${ms(alone, 0.99)}`,
      }),
      async verify() {
        const { verdict, entries } = await log.verify();
        if (verdict !== 'intact' || entries !== kept) throw new Error(`of ${kept} entries ${entries} are there, ${verdict}`);
      },
      async close() {
        await log.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

function perSecond(startedAt: number): number {
  return (ENTRIES * 1000) / (performance.now() - startedAt);
}

function ms(values: readonly number[], share: number): string {
  return `${quantile(values, share).toFixed(2)} ms`;
}
