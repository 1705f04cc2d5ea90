import { lookAtProcess } from '../process/look.ts';
import type { ProcessEntry } from '../process/process-entry.ts';
import { listProcesses, withMark } from '../process/process-list.ts';
import { withWindowsMark } from '../process/windows-processes.ts';

/**
 * A process and those it descends from, nearest first; empty when it is not to be seen (any more). One that was given to another
 * parent has lost its ancestors, so sessions, groups and marks of all that are here count as well.
 */
export async function ancestry(pid: number): Promise<readonly ProcessEntry[]> {
  if (process.platform === 'linux') return fromProc(pid);
  const all = new Map((await listProcesses()).map((entry) => [entry.pid, entry]));
  const chain: ProcessEntry[] = [];
  for (let entry = all.get(pid); entry !== undefined && !chain.includes(entry); entry = all.get(entry.parent)) chain.push(entry);
  return process.platform === 'win32' ? chain.map(withWindowsMark) : chain;
}

function fromProc(pid: number): Promise<readonly ProcessEntry[]> {
  const chain: ProcessEntry[] = [];
  let entry = lookAtProcess(pid);
  while (entry !== null) {
    chain.push(entry);
    const parent = lookAtProcess(entry.parent);
    // A parent cannot be younger than its child: then the number is another process's by now.
    if (parent !== null && Number(parent.startTime) <= Number(entry.startTime)) {
      entry = parent;
      continue;
    }
    // The parent went while we looked, and the child was given to another one.
    const again = lookAtProcess(entry.pid);
    if (again === null || again.startTime !== entry.startTime || again.parent === entry.parent) break;
    chain.pop();
    entry = again;
  }
  return Promise.all(chain.map(withMark));
}
