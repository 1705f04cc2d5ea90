import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Backups kept of one file: the one before this migration and two more to go back to. */
const KEPT_BACKUPS = 3;

/** What is backed up, and into where. */
export interface Backups {
  readonly folder: string;
  /** Of the file, without its extension. */
  readonly name: string;
  /** With its point. */
  readonly extension: string;
}

/** `<folder>/<name>-v<version>-<time><extension>`. Pure. @param now ms since the epoch */
export function backupPath({ folder, name, extension }: Backups, version: number, now: number): string {
  return join(folder, `${name}-v${version}-${new Date(now).toISOString().replace(/[:.]/g, '-')}${extension}`);
}

/** Paths of the backups that there are, newest first. @throws NodeJS.ErrnoException */
export async function backupsIn({ folder, name, extension }: Backups): Promise<readonly string[]> {
  const found: { readonly path: string; readonly time: string }[] = [];
  for (const file of await readdir(folder)) {
    if (!file.startsWith(`${name}-v`) || !file.endsWith(extension)) continue;
    // The time sorts as text; the version before it does not.
    const time = /^\d+-(.+)$/.exec(file.slice(`${name}-v`.length, -extension.length))?.[1];
    if (time !== undefined) found.push({ path: join(folder, file), time });
  }
  return found.sort((a, b) => b.time.localeCompare(a.time)).map(({ path }) => path);
}

/** Removes all but the newest; `path`, which was just made, stays also where the clock was set back. @throws NodeJS.ErrnoException */
export async function removeOldBackups(backups: Backups, path: string): Promise<void> {
  const others = (await backupsIn(backups)).filter((one) => one !== path);
  for (const old of others.slice(KEPT_BACKUPS - 1)) await rm(old, { force: true });
}
