import { readdir, readFile } from 'node:fs/promises';
import { errorCode, isFileError } from './file-errors.ts';
import { bootId } from './process/boot.ts';
import { isAlive, ProcessTable } from './process/process-list.ts';
import { send, stopTree, treeOf } from './process/process-tree.ts';
import { isHolderAlive, listHolderRecords } from './records.ts';
import { type ProcessName, processFile, readChildFile, readExitFile, readProcessFile, spoolFolder, writeExitFile } from './spool/files.ts';
import { listSpools } from './spool/reader.ts';

/** What became of a child whose holder died before it could record the child's exit. */
export interface LostChild {
  readonly childId: string;
  /** `survived`: something of it still runs, without a terminal; `gone`: it ended with its holder. */
  readonly fate: 'survived' | 'gone';
  /** The process that still runs: the child's own, or one that it left behind; of one that is gone, its own. */
  readonly pid: number | null;
}

/** ms between the signals that end what a dead holder left: nobody can talk to it any more, so kindness is of little use. */
const END_GRACE_MS = 2000;

/**
 * Names every child whose holder is dead and whose exit nobody recorded, and records the end of those that are gone.
 * @throws NodeJS.ErrnoException when the spools cannot be read
 */
export async function findLost(dataFolder: string): Promise<readonly LostChild[]> {
  const lost: LostChild[] = [];
  const processes = new ProcessTable();
  for (const childId of await listSpools(dataFolder)) {
    const folder = spoolFolder(dataFolder, childId);
    if ((await readExitFile(folder)) !== null || (await hasLiveHolder(dataFolder, folder))) continue;
    const name = await readProcessFile(folder);
    const left = name === null ? null : await leftOf(processes, childId, folder, name);
    if (left !== null) {
      lost.push({ childId, fate: 'survived', pid: left });
      continue;
    }
    if (name === null) await endUnrecorded(folder);
    await recordLoss(folder);
    lost.push({ childId, fate: 'gone', pid: name?.pid ?? null });
  }
  return lost;
}

/**
 * Ends what still runs of a lost child.
 * @returns processes that could not be ended; when there are none its end is recorded
 * @throws NodeJS.ErrnoException
 */
export async function endLost(dataFolder: string, childId: string): Promise<readonly number[]> {
  const folder = spoolFolder(dataFolder, childId);
  const name = await readProcessFile(folder);
  const processes = new ProcessTable();
  if (name !== null && (await leftOf(processes, childId, folder, name)) !== null) {
    const report = await stopTree({
      processes,
      childId,
      root: name,
      hangUp: true,
      graceMs: END_GRACE_MS,
      force: false,
    });
    if (report.survivors.length > 0) return report.survivors;
  }
  if ((await readExitFile(folder)) === null) await recordLoss(folder);
  return [];
}

async function hasLiveHolder(dataFolder: string, folder: string): Promise<boolean> {
  const child = await readChildFile(folder);
  if (child !== null) return isHolderAlive(child.holder);
  // A folder that was only just made; or one whose file was cut short, and then by whom is not known.
  return (await listHolderRecords(dataFolder)).length > 0;
}

/**
 * What still runs of a child: its own process, else one that it left behind (by session, group, mark or parent). Null when nothing
 * does, or when the machine was started again since.
 */
async function leftOf(processes: ProcessTable, childId: string, folder: string, name: ProcessName): Promise<number | null> {
  if (await isOurs(name)) return name.pid;
  const boot = (await readChildFile(folder))?.holder.boot;
  // Without the boot's name, numbers of sessions and groups may be from before it, and others' by now.
  if (boot === undefined || boot !== (await bootId())) return null;
  return treeOf(await processes.list(), childId, name)[0]?.pid ?? null;
}

/** A number without a start time may long be another process, except where the system has nothing better. */
function isOurs(name: ProcessName): Promise<boolean> {
  return name.startTime === '' && process.platform !== 'win32' ? Promise.resolve(false) : isAlive(name);
}

/** A start line that had not yet written its record when its holder died would still become the program: it is found by that path. */
async function endUnrecorded(folder: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const record = processFile(folder);
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').includes(record)) send(Number(pid), 'SIGKILL');
    } catch (error) {
      if (!isFileError(error) && errorCode(error) !== 'ESRCH') throw error;
    }
  }
}

async function recordLoss(folder: string): Promise<void> {
  try {
    await writeExitFile(folder, { code: null, signal: null, at: Date.now() }, true);
  } catch (error) {
    // A disk that is full or read-only: it is found gone again, and recorded, another time.
    if (!isFileError(error)) throw error;
  }
}
