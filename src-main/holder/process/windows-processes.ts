import { type WindowsProcess, windowsNative } from '../native.ts';
import { markIn } from './mark.ts';
import type { ProcessEntry } from './process-entry.ts';

/** All processes of a Windows machine; none where the native part could not be built. @throws Error when the system's list cannot be read */
export function listWindowsProcesses(): readonly ProcessEntry[] {
  return withLivingParents(windowsNative()?.processes() ?? []);
}

/**
 * When the process of this number started; null when there is none. Without the native part nothing is known, which is
 * `undefined`. @throws Error when the system's list cannot be read
 */
export function windowsStartTime(pid: number): string | null | undefined {
  const native = windowsNative();
  return native === null ? undefined : (native.processes().find((entry) => entry.pid === pid)?.startTime ?? null);
}

/** The same process with the mark in its environment, where it has one that can be read. */
export function withWindowsMark(entry: ProcessEntry): ProcessEntry {
  const mark = markIn(windowsNative()?.environment(entry.pid) ?? '');
  return mark === undefined ? entry : { ...entry, mark };
}

/**
 * Windows gives nobody another parent: the number of one that has ended stays with its children, and one that is younger than they
 * are only has its number. Such a parent becomes 0. One that may not be asked when it started is believed. Exported for its test.
 */
export function withLivingParents(all: readonly WindowsProcess[]): readonly ProcessEntry[] {
  const byPid = new Map(all.map((entry) => [entry.pid, entry]));
  // Number 0 is no process, but time in which nothing runs.
  return all
    .filter(({ pid }) => pid !== 0)
    .map(({ pid, parent, startTime }) => {
      const found = parent === pid ? undefined : byPid.get(parent);
      const isParent = found !== undefined && !startedAfter(found.startTime, startTime);
      return { pid, startTime, parent: isParent ? parent : 0, group: 0, session: 0 };
    });
}

function startedAfter(one: string, other: string): boolean {
  return one !== '' && other !== '' && BigInt(one) > BigInt(other);
}
