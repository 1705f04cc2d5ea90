import { readFile } from 'node:fs/promises';

/**
 * Name of the program that has a shell's terminal in the foreground; null when that is the shell itself, or where the
 * system does not say so cheaply (only Linux does, in /proc).
 */
export async function foregroundOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold anything; the numbers start after its last bracket:
    // state, ppid, pgrp, session, tty, tpgid.
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (foreground === undefined || foreground === group || Number(foreground) <= 0) return null;
    return (await readFile(`/proc/${foreground}/comm`, 'utf8')).trim();
  } catch (error) {
    // The shell or the program has just ended.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
