import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditUnit } from '#main/engine/audit/types.ts';
import { asDataFolderError } from '#main/engine/lock/index.ts';
import { layoutsTable, type Store, startWriter } from '#main/engine/store/index.ts';
import type { WriterConfig } from '#main/engine/store/writer/types.ts';
import type { Outcomes, Trouble } from '#main/threads/writer-protocol.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { fact, openAuditIn } from '../../../support/audit.ts';
import { openStoreIn } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { dyingOver, hasBegun, holdTheLock, type WriterThread } from '../../../support/writer-thread.ts';
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
  return async <U>(script: string | URL, config: WriterConfig, onTrouble?: (trouble: Trouble) => void) => {
    if (armed() && fault.starts !== undefined && failsToStart()) throw systemError(fault.starts.code);
    const thread = await startWriter<U>(script, config, onTrouble);
    return {
      ...thread,
      write: async (units: readonly U[]): Promise<Outcomes> => {
        if (armed() && fault.refuses !== undefined && refuses())
          return units.map(() => ({ code: fault.refuses ?? '', message: 'injected' }));
        return armed() && dies() ? dyingOver(thread, config.path, () => thread.write(units)) : thread.write(units);
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
        write: async (units) => {
          const { begun } = thread.progress();
          const written = thread.write(units);
          // It waits for the lock now.
          await hasBegun(thread, begun + 1);
          letGo();
          return written;
        },
      };
    },
  });
  onTestFinished(() => store.close());
  letGo = holdTheLock(join(folder, 'state.db'));
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

/** Its thread does not start with the engine at first: it is tried again before anybody is refused anything. */
async function auditStarts(code: string): Promise<Outcome> {
  const audit = await openAuditIn(await tempFolder(), { startWriter: faulty({ starts: { count: 3, code } }, () => true) });
  onTestFinished(() => audit.close());
  await audit.ready();
  if (!(await audit.record(fact()))) throw new Error('the entry was missed');
  return 'recovered';
}

async function auditLocked(): Promise<void> {
  const folder = await tempFolder();
  const threads: Pick<WriterThread, 'progress'>[] = [];
  const audit = await openAuditIn(folder, {
    startWriter: async (...start) => {
      const thread = await startWriter<AuditUnit>(...start);
      threads.push(thread);
      return thread;
    },
  });
  onTestFinished(() => audit.close());
  const letGo = holdTheLock(join(folder, 'audit.db'));
  const kept = audit.record(fact());
  await hasBegun(threads[0], 1);
  letGo();
  if (!(await kept)) throw new Error('the entry is missing');
}

const told = (expected: Outcome, passes: boolean, run: () => Promise<Outcome>): Cell => ({ expected, passes, run });

export const engineToState: Seam = {
  name: 'engine → state.db',
  sources: ['engine/store', 'engine/store/writer', 'threads'],
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
  sources: ['engine/audit', 'engine/audit/writer'],
  cells: {
    'time-out': NO_LIMIT,
    reset: told('goes on', true, () => auditWrite({ dies: true })),
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: told('recovered', true, () => auditStarts('ERR_WORKER_INIT_FAILED')),
    SQLITE_BUSY: recovers(auditLocked),
    ENOSPC: told('goes on', false, () => auditWrite({ refuses: 'SQLITE_FULL' })),
    EIO: told('goes on', false, () => auditWrite({ refuses: 'SQLITE_IOERR_WRITE' })),
    EMFILE: told('recovered', true, () => auditStarts('EMFILE')),
  },
};
