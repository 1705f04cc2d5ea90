import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { asDataFolderError } from '#main/engine/lock/index.ts';
import { layoutsTable, type Store, startWriter } from '#main/engine/store/index.ts';
import type { Refusal, WriterConfig } from '#main/engine/store/writer/types.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { fact, openAuditIn } from '../../../support/audit.ts';
import { openStoreIn } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { until } from '../../../support/until.ts';
import { times } from './injected.ts';
import { type Cell, cannot, NO_HTTP, type Outcome, recovers, type Seam, systemError } from './types.ts';

const NO_LIMIT = cannot('a write has no time limit; another process that keeps the lock is SQLITE_BUSY');

/** What a writer's thread is made to do. */
interface Fault {
  /** Starts that fail first. */
  readonly starts?: { readonly count: number; readonly code: string };
  /** What the first commits are refused with. */
  readonly refuses?: string;
  /** The thread ends over the first commit. */
  readonly dies?: true;
}

/** How a thread of either database is started so that it fails in that way, from the moment that `armed` says so. */
function faulty(fault: Fault, armed: () => boolean) {
  const failsToStart = times(fault.starts?.count ?? 0);
  const refuses = times(fault.refuses === undefined ? 0 : 1);
  const dies = times(fault.dies === true ? 1 : 0);
  return async <U>(script: string | URL, config: WriterConfig, onTrouble?: (trouble: string) => void) => {
    if (armed() && fault.starts !== undefined && failsToStart()) throw systemError(fault.starts.code);
    const thread = await startWriter<U>(script, config, onTrouble);
    return {
      ...thread,
      commit: async (units: readonly U[]): Promise<readonly (Refusal | null)[]> => {
        if (armed() && fault.refuses !== undefined && refuses())
          return units.map(() => ({ code: fault.refuses ?? '', message: 'injected' }));
        if (armed() && dies()) thread.terminate();
        return thread.commit(units);
      },
    };
  };
}

const put = (store: Store, name: string) => store.write(store.db.insert(layoutsTable).values({ name, json: '{}', updatedAt: 1 }));

/** One write while the fault lasts, and one after. */
async function stateWrite(fault: Fault): Promise<Outcome> {
  const folder = await tempFolder();
  const store = await openStoreIn(folder, { startWriter: faulty(fault, () => true) });
  onTestFinished(() => store.close());
  let told: Outcome = 'recovered';
  try {
    await put(store, 'first');
  } catch (error) {
    told = `told ${KimiError.from(asDataFolderError(error, folder)).code}`;
  }
  await put(store, 'second');
  return told;
}

async function stateLocked(): Promise<void> {
  const folder = await tempFolder();
  let letGo: () => void = () => undefined;
  const store = await openStoreIn(folder, {
    startWriter: async (script, config) => {
      const thread = await startWriter(script, config);
      return {
        ...thread,
        commit: (units) => {
          const committed = thread.commit(units);
          // With the thread now, which waits for the lock.
          setImmediate(letGo);
          return committed;
        },
      };
    },
  });
  onTestFinished(() => store.close());
  const other = new Database(join(folder, 'state.db'));
  other.exec('BEGIN IMMEDIATE');
  letGo = () => {
    other.exec('COMMIT');
    other.close();
  };
  await put(store, 'first');
}

/** The log goes on without what could not be written, and says so; what needs it is refused meanwhile. */
async function auditWrite(fault: Fault): Promise<Outcome> {
  let broken = false;
  const audit = await openAuditIn(await tempFolder(), { startWriter: faulty(fault, () => broken) });
  onTestFinished(() => audit.close());
  await audit.record(fact());
  broken = true;
  const kept = await audit.record(fact());
  if (!kept && audit.problem()?.kind !== 'failing') throw new Error('nothing is said of the entry that is missing');
  broken = false;
  await audit.record(fact());
  await audit.ready();
  if (audit.problem() !== null) throw new Error(audit.problem()?.reason);
  const { entries } = await audit.list({ limit: 10 });
  const gap = entries.some(({ procedure }) => procedure === 'audit.gap');
  if (gap === kept) throw new Error('the gap is not what was missed');
  return kept ? 'recovered' : 'goes on';
}

/** Its thread does not start with the engine: entries are counted, and it is tried again by whoever needs it, every two seconds. */
async function auditStarts(code: string): Promise<Outcome> {
  const audit = await openAuditIn(await tempFolder(), { startWriter: faulty({ starts: { count: 1, code } }, () => true) });
  onTestFinished(() => audit.close());
  const kept = await audit.record(fact());
  await until('the log is written again', () =>
    audit.ready().then(
      () => true,
      () => false,
    ),
  );
  const { entries } = await audit.list({ limit: 10 });
  if (kept || entries[0]?.procedure !== 'audit.gap') throw new Error('the entry was not missed');
  return 'goes on';
}

async function auditLocked(): Promise<void> {
  const folder = await tempFolder();
  const audit = await openAuditIn(folder);
  onTestFinished(() => audit.close());
  const other = new Database(join(folder, 'audit.db'));
  other.exec('BEGIN IMMEDIATE');
  const kept = audit.record(fact());
  // The entry is with the writer's thread by then, which waits for the lock.
  await new Promise((done) => setImmediate(done));
  other.exec('COMMIT');
  other.close();
  if (!(await kept)) throw new Error('the entry is missing');
}

const told = (expected: Outcome, passes: boolean, run: () => Promise<Outcome>): Cell => ({ expected, passes, run });

export const engineToState: Seam = {
  name: 'engine → state.db',
  sources: ['engine/store'],
  cells: {
    'time-out': NO_LIMIT,
    // Whether it was kept is not known: doing it again by itself could do it twice.
    reset: told('told WRITE_INTERRUPTED', true, () => stateWrite({ dies: true })),
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: told('recovered', true, () => stateWrite({ starts: { count: 3, code: 'ERR_WORKER_INIT_FAILED' } })),
    SQLITE_BUSY: recovers(stateLocked),
    ENOSPC: told('told DATA_FOLDER_FULL', false, () => stateWrite({ refuses: 'SQLITE_FULL' })),
    EIO: told('told DATA_FOLDER_UNWRITABLE', false, () => stateWrite({ refuses: 'SQLITE_IOERR_WRITE' })),
    EMFILE: told('recovered', true, () => stateWrite({ starts: { count: 3, code: 'EMFILE' } })),
  },
};

export const engineToAudit: Seam = {
  name: 'engine → audit.db',
  sources: ['engine/audit'],
  cells: {
    'time-out': NO_LIMIT,
    reset: told('goes on', true, () => auditWrite({ dies: true })),
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: told('goes on', true, () => auditStarts('ERR_WORKER_INIT_FAILED')),
    SQLITE_BUSY: recovers(auditLocked),
    ENOSPC: told('goes on', false, () => auditWrite({ refuses: 'SQLITE_FULL' })),
    EIO: told('goes on', false, () => auditWrite({ refuses: 'SQLITE_IOERR_WRITE' })),
    EMFILE: told('goes on', true, () => auditStarts('EMFILE')),
  },
};
