import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readIfThere } from '../durable-file.ts';
import { errorCode } from '../file-errors.ts';
import type { ProcessName } from '../spool/files.ts';

/** A process that runs at this moment. */
export interface ProcessEntry extends ProcessName {
  readonly parent: number;
  readonly group: number;
  /** 0 where the system does not tell. */
  readonly session: number;
}

const run = promisify(execFile);
/** A process that is gone, or is another user's business, while we look. */
const GONE = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

/** All processes but those that have ended and only wait to be noticed. @throws Error when the system's list cannot be read */
export async function listProcesses(): Promise<readonly ProcessEntry[]> {
  if (process.platform === 'linux') return listFromProc();
  if (process.platform === 'win32') return [];
  return parsePs((await run('/bin/ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='], PS_OPTIONS)).stdout);
}

/** When the process of this number started, in the system's own words; null when there is none, '' when the system does not tell. */
export async function startTimeOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readStat(pid);
    return stat === null ? null : (parseStat(stat)?.startTime ?? null);
  }
  if (process.platform === 'win32') return exists(pid) ? '' : null;
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

/** Whether a process was started with this variable in its environment. Only Linux tells. */
export async function hasVariable(pid: number, entry: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    return environment.split('\0').includes(entry);
  } catch (error) {
    if (GONE.has(errorCode(error))) return false;
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
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readStat(Number(pid))));
  return stats.flatMap((stat) => (stat === null ? [] : (parseStat(stat) ?? [])));
}

async function readStat(pid: number): Promise<string | null> {
  try {
    return await readIfThere(`/proc/${pid}/stat`);
  } catch (error) {
    if (GONE.has(errorCode(error))) return null;
    throw error;
  }
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
