import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type AuditFacts, auditPaths, keyFile, openAudit } from '../../src-main/engine/audit/index.ts';
import { type Benchmark, quantile } from '../harness.ts';

/** As many callers as S1 has; while a commit is under way all of them wait for the next, so a group has about as many entries. */
const CALLERS = 50;
const ENTRIES_EACH = 60;
const IN_A_ROW = 100;

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

/** Without a disk, where everything else shows (bench/RESULTS.md). */
const CHAINED = 'without a disk it is 0.6: a hash for each entry, and a group that goes to another thread and back';

/** A1: entries of the audit log by fifty callers at once, beside the bare table. */
export const audit: Benchmark = {
  id: 'A1',
  title: `audit entries of ${CALLERS} callers at once`,
  peer: `better-sqlite3, ${CALLERS} rows a transaction`,
  needs: [],
  pairs: 15,
  metrics: [{ id: 'A1', unit: 'entries/s', bound: 'least', target: 0.8, notYet: CHAINED }],
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const writerScript = new URL('../../src-main/engine/audit/writer/entry.ts', import.meta.url);
    const keys = keyFile(auditPaths(folder).key, quiet);
    const log = await openAudit({ dataFolder: folder, writerScript, keys, logger: quiet, now: Date.now });
    const bare = barePeer(join(folder, 'bare.db'));
    const alone: number[] = [];
    let kept = 0;
    const record = async () => {
      if (!(await log.record(FACTS))) throw new Error('an entry was not kept');
      kept += 1;
    };
    const perSecond = (startedAt: number) => (CALLERS * ENTRIES_EACH * 1000) / (performance.now() - startedAt);
    return {
      async ours() {
        const startedAt = performance.now();
        await Promise.all(
          Array.from({ length: CALLERS }, async () => {
            for (let i = 0; i < ENTRIES_EACH; i += 1) await record();
          }),
        );
        const rate = perSecond(startedAt);
        for (let i = 0; i < IN_A_ROW; i += 1) {
          const before = performance.now();
          await record();
          alone.push(performance.now() - before);
        }
        return { A1: rate };
      },
      async theirs() {
        const startedAt = performance.now();
        for (let i = 0; i < ENTRIES_EACH; i += 1) bare(CALLERS);
        return { A1: perSecond(startedAt) };
      },
      notes: () => ({ 'what one entry alone adds to an answer': `p50 ${ms(alone, 0.5)}, p99 ${ms(alone, 0.99)}` }),
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

function ms(values: readonly number[], share: number): string {
  return `${quantile(values, share).toFixed(2)} ms`;
}
