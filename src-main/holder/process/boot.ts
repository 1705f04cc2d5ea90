import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readIfThere } from '../durable-file.ts';

let known: Promise<string | null> | null = null;

/** The system's own name for the time since it was started, another one after each start; null where it has none (Windows). */
export function bootId(): Promise<string | null> {
  known ??= ask();
  return known;
}

async function ask(): Promise<string | null> {
  if (process.platform === 'linux') return (await readIfThere('/proc/sys/kernel/random/boot_id'))?.trim() ?? null;
  if (process.platform !== 'darwin') return null;
  try {
    return (await promisify(execFile)('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'])).stdout.trim() || null;
  } catch {
    // A system that is too old for it, or does not let us ask: times of files have to do.
    return null;
  }
}
