import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from '../file-errors.ts';
import type { ProcessName } from '../spool/files.ts';
import type { StopReport } from '../types.ts';
import type { ProcessEntry } from './process-entry.ts';
import { isAlive, type ProcessTable } from './process-list.ts';

/** Looked at again after this while a tree ends, growing to the second: an end is nearly always quick. */
const LOOK_FIRST_MS = 10;
const LOOK_LATER_MS = 100;
/** After SIGKILL only a process in an uninterruptible call lives on, and waiting longer does not help it. */
const AFTER_KILL_MS = 2000;

export interface StopOptions {
  readonly processes: ProcessTable;
  readonly childId: string;
  /** The program that was started: leader of the tree's session. */
  readonly root: ProcessName;
  /** A terminal is hung up first. */
  readonly hangUp: boolean;
  /** ms to wait after each signal. */
  readonly graceMs: number;
  /** Straight to SIGKILL. */
  readonly force: boolean;
}

/**
 * Ends a child and everything that came from it: SIGHUP to its group, SIGTERM to each, SIGKILL to each, until all are verified to be
 * gone. Processes are told from later ones of the same number by their start time.
 */
export async function stopTree(options: StopOptions): Promise<StopReport> {
  if (process.platform === 'win32') return stopOnWindows(options);
  const tree = new TreeWatch(options);
  const found = await tree.look();
  if (found.length === 0) return { how: 'already', survivors: [] };
  const { root, graceMs, force, hangUp } = options;
  if (!force && hangUp) {
    // Of a root that is gone, the number may be another group's by now.
    if (found.some(({ group }) => group === root.pid)) send(-root.pid, 'SIGHUP');
    // Jobs of a shell are groups of their own, and a shell that is only starting does not pass the signal on. One that is stopped gets
    // its signals only when it goes on.
    for (const { pid, group } of await tree.look()) {
      if (group !== root.pid) send(pid, 'SIGHUP');
      send(pid, 'SIGCONT');
    }
    if (await tree.goneWithin(graceMs)) return { how: 'hangup', survivors: [] };
  }
  if (!force) {
    for (const { pid } of await tree.look()) {
      send(pid, 'SIGTERM');
      send(pid, 'SIGCONT');
    }
    if (await tree.goneWithin(graceMs)) return { how: 'terminated', survivors: [] };
  }
  const until = performance.now() + Math.max(AFTER_KILL_MS, graceMs);
  let left = await tree.look();
  // One that was being born while the others were killed is found in the next round.
  while (left.length > 0 && performance.now() < until) {
    for (const { pid } of left) send(pid, 'SIGKILL');
    await delay(LOOK_FIRST_MS);
    left = await tree.look();
  }
  return { how: 'killed', survivors: left.map(({ pid }) => pid) };
}

/**
 * The processes among `all` that belong to a child: its session and group, those with its mark, those that are known to (`seen`, by
 * number with start time), and everything below them. The child's own process first, where it runs.
 */
export function treeOf(
  all: readonly ProcessEntry[],
  childId: string,
  root: ProcessName,
  seen: ReadonlyMap<number, string> = new Map(),
): readonly ProcessEntry[] {
  const others = all.filter(({ pid }) => pid !== process.pid);
  // A number that now belongs to another process says nothing about sessions and groups.
  const reused = others.some(({ pid, startTime }) => pid === root.pid && startTime !== root.startTime && root.startTime !== '');
  const tree = new Map<number, ProcessEntry>();
  for (const entry of others) {
    const { pid, session, group, startTime, mark } = entry;
    const ofRoot = !reused && (pid === root.pid || session === root.pid || group === root.pid);
    if (ofRoot || mark === childId || seen.get(pid) === startTime) tree.set(pid, entry);
  }
  for (let grown = true; grown; ) {
    const children = others.filter(({ pid, parent }) => !tree.has(pid) && tree.has(parent));
    for (const child of children) tree.set(child.pid, child);
    grown = children.length > 0;
  }
  return [...tree.values()].sort((a, b) => Number(b.pid === root.pid) - Number(a.pid === root.pid));
}

/** A tree over time: who was seen in it once stays in it, wherever it is moved to. */
class TreeWatch {
  readonly #processes: ProcessTable;
  readonly #root: ProcessName;
  readonly #childId: string;
  readonly #seen = new Map<number, string>();

  constructor({ processes, root, childId }: Pick<StopOptions, 'processes' | 'root' | 'childId'>) {
    this.#processes = processes;
    this.#root = root;
    this.#childId = childId;
  }

  async look(): Promise<readonly ProcessEntry[]> {
    const tree = treeOf(await this.#processes.list(), this.#childId, this.#root, this.#seen);
    for (const { pid, startTime } of tree) this.#seen.set(pid, startTime);
    return tree;
  }

  async goneWithin(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    let wait = LOOK_FIRST_MS;
    while ((await this.look()).length > 0) {
      const left = until - performance.now();
      if (left <= 0) return false;
      await delay(Math.min(wait, left));
      wait = Math.min(wait * 2, LOOK_LATER_MS);
    }
    return true;
  }
}

/** Signals a process (or a group, by its negative number) that may have ended meanwhile. @throws Error when it may not be signalled */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // EPERM: a program with more rights than ours, which the report will name as a survivor.
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}

async function stopOnWindows({ root, graceMs, force }: StopOptions): Promise<StopReport> {
  if (!(await isAlive(root))) return { how: 'already', survivors: [] };
  if (!force) {
    await taskkill([]);
    const until = performance.now() + graceMs;
    while (performance.now() < until) {
      if (!(await isAlive(root))) return { how: 'terminated', survivors: [] };
      await delay(LOOK_LATER_MS);
    }
  }
  await taskkill(['/F']);
  return { how: 'killed', survivors: (await isAlive(root)) ? [root.pid] : [] };

  async function taskkill(options: readonly string[]): Promise<void> {
    try {
      await promisify(execFile)('taskkill', ['/PID', String(root.pid), '/T', ...options], { windowsHide: true });
    } catch (error) {
      // It fails when a program does not listen, or is gone: whether it is gone is looked at, not believed.
      if (errorCode(error) === 'ENOENT') throw error;
    }
  }
}
