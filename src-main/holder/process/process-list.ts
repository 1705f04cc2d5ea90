import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readIfThere } from '../durable-file.ts';
import { errorCode } from '../file-errors.ts';
import type { ProcessName } from '../spool/files.ts';
import { markIn } from './mark.ts';
import type { ProcessEntry } from './process-entry.ts';
import { listWindowsProcesses, windowsStartTime } from './windows-processes.ts';

/** Processes read at once: a thousand open files for a glance would be taken from the children. */
const READ_AT_ONCE = 32;

/** Lists the processes of the machine, once for all who ask at the same time. */
export class ProcessTable {
  #running: Promise<readonly ProcessEntry[]> | null = null;
  #next: Promise<readonly ProcessEntry[]> | null = null;

  /** All processes as they are now or a little later: who asks while a list is being made gets the next one. @throws Error */
  list(): Promise<readonly ProcessEntry[]> {
    if (this.#running === null) return this.#start();
    this.#next ??= this.#running.then(
      () => this.#startNext(),
      () => this.#startNext(),
    );
    return this.#next;
  }

  #startNext(): Promise<readonly ProcessEntry[]> {
    this.#next = null;
    return this.#start();
  }

  #start(): Promise<readonly ProcessEntry[]> {
    const running = listProcesses().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }
}

const run = promisify(execFile);
/** What is read of a process that is gone, or is another user's business, while we look. */
export const GONE = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

/** All processes but those that have ended and only wait to be noticed. @throws Error when the system's list cannot be read */
export async function listProcesses(): Promise<readonly ProcessEntry[]> {
  if (process.platform === 'linux') return listFromProc();
  if (process.platform === 'win32') return listWindowsProcesses();
  return parsePs((await run('/bin/ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='], PS_OPTIONS)).stdout);
}

/** When the process of this number started, in the system's own words; null when there is none, '' when the system does not tell. */
export async function startTimeOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readStat(pid);
    return stat === null ? null : (parseStat(stat)?.startTime ?? null);
  }
  if (process.platform === 'win32') {
    const told = windowsStartTime(pid);
    return told === undefined ? (exists(pid) ? '' : null) : told;
  }
  try {
    const { stdout } = await run('/bin/ps', ['-o', 'pid=,ppid=,pgid=,stat=,lstart=', '-p', String(pid)], PS_OPTIONS);
    return parsePs(stdout)[0]?.startTime ?? null;
  } catch {
    // ps fails when it finds none.
    return null;
  }
}

/** Whether this very process still runs. Without a start time its number has to do. */
export async function isAlive(name: ProcessName): Promise<boolean> {
  const startTime = await startTimeOf(name.pid);
  return startTime !== null && (name.startTime === '' || startTime === '' || startTime === name.startTime);
}

/** The mark in a process's environment. */
async function markOf(pid: number): Promise<string | undefined> {
  try {
    return markIn(await readFile(`/proc/${pid}/environ`, 'latin1'));
  } catch (error) {
    if (GONE.has(errorCode(error))) return undefined;
    throw error;
  }
}

const PS_OPTIONS = { env: { LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024 };

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function listFromProc(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const entries: ProcessEntry[] = [];
  for (let i = 0; i < pids.length; i += READ_AT_ONCE) {
    const some = await Promise.all(pids.slice(i, i + READ_AT_ONCE).map(readProcess));
    for (const entry of some) if (entry !== null) entries.push(entry);
  }
  return entries;
}

/** One process as /proc shows it now (Linux only); null when it has ended. @throws NodeJS.ErrnoException */
export async function readProcess(pid: number): Promise<ProcessEntry | null> {
  const entry = parseStat((await readStat(pid)) ?? '');
  return entry === null ? null : withMark(entry);
}

/** A process with the mark in its environment, which lies in its own memory and may have to be waited for (Linux only). */
export async function withMark(entry: ProcessEntry): Promise<ProcessEntry> {
  const mark = await markOf(entry.pid);
  return mark === undefined ? entry : { ...entry, mark };
}

/** Whether a process has ended and waits for its parent to take note (Linux only). @throws NodeJS.ErrnoException */
export async function isZombie(pid: number): Promise<boolean> {
  const stat = await readStat(pid);
  return stat !== null && stateIn(stat) === 'Z';
}

async function readStat(pid: number): Promise<string | null> {
  try {
    return await readIfThere(`/proc/${pid}/stat`);
  } catch (error) {
    if (GONE.has(errorCode(error))) return null;
    throw error;
  }
}

/** The state in a line of /proc/<pid>/stat; the name before it may hold anything, parentheses too. */
function stateIn(line: string): string | undefined {
  return line[line.lastIndexOf(')') + 2];
}

/** A line of /proc/<pid>/stat; null for one that has ended, or is no such line. Exported for its test. */
export function parseStat(line: string): ProcessEntry | null {
  const nameEnd = line.lastIndexOf(')');
  const [state, parent, group, session, ...rest] = line.slice(nameEnd + 2).split(' ');
  const startTime = rest[15];
  if (nameEnd === -1 || startTime === undefined || state === 'Z' || state === 'X') return null;
  return { pid: Number.parseInt(line, 10), startTime, parent: Number(parent), group: Number(group), session: Number(session) };
}

/** What `ps -o pid=,ppid=,pgid=,stat=,lstart=` prints. Exported for its test. */
export function parsePs(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state = '', startTime] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (startTime === undefined || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, startTime }];
  });
}
