import { readdir, readFile } from 'node:fs/promises';

/** What a process has cost so far, all of its threads. */
export interface Cost {
  /** Processor time in user and system mode, ms. */
  readonly cpuMs: number;
  /** Times that a thread was given the processor. */
  readonly switches: number;
}

/** Processes whose parent is `pid`. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(all.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')));
  return all.map(Number).filter((_, i) => fieldsOf(stats[i] ?? '')[1] === String(pid));
}

/** @throws NodeJS.ErrnoException when there is no such process */
export async function costOf(pid: number): Promise<Cost> {
  const threads = await readdir(`/proc/${pid}/task`);
  // utime and stime count in steps of 10 ms, of which a process at rest fills none in a minute; this is what the scheduler gave, in ns.
  const given = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')));
  const cpuNs = given.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0);
  const statuses = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/status`, 'utf8')));
  const switches = statuses.flatMap((status) => [...status.matchAll(/ctxt_switches:\s+(\d+)/g)].map(([, count]) => Number(count)));
  return { cpuMs: cpuNs / 1e6, switches: switches.reduce((sum, count) => sum + count, 0) };
}

/** The most memory that a process ever had in RAM, bytes. */
export async function peakMemory(pid: number): Promise<number> {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}

/** The fields of a stat line from the state on; the name before may hold anything. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
