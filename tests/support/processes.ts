import { readdir, readFile } from 'node:fs/promises';

/** One process as /proc shows it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Kernel's session id: a child of the holder leads one of its own. */
  readonly session: number;
  readonly command: string;
}

/** Every process of this machine that can be read. */
export async function processes(): Promise<readonly ProcessFacts[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const read = await Promise.all(pids.map(factsOf));
  return read.filter((facts) => facts !== null);
}

async function factsOf(pid: number): Promise<ProcessFacts | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { pid, parent: Number(fields[1]), session: Number(fields[3]), command };
  } catch (error) {
    // It ended while it was looked at.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Whether a process with this id runs (a zombie does not). */
export async function isRunning(pid: number): Promise<boolean> {
  return (await factsOf(pid)) !== null;
}

/** Processes whose environment names `text`, for example a test's own folder: whatever it started is among them. */
export async function processesMarked(text: string): Promise<readonly ProcessFacts[]> {
  const all = await processes();
  const marked = await Promise.all(
    all.map(async (facts) => {
      if (facts.command.includes(text)) return true;
      return (await readFile(`/proc/${facts.pid}/environ`, 'utf8').catch(() => '')).includes(text);
    }),
  );
  return all.filter((facts, i) => marked[i] === true && facts.pid !== process.pid);
}

/** Memory of a process that is in RAM and its own, bytes: file pages that all processes share do not count. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status has no RssAnon`);
  return Number(kib) * 1024;
}
