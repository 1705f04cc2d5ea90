import { readIfThere } from '../../holder/durable-file.ts';
import { makeFolder } from '../folders/index.ts';
import { backupPath, backupsIn, removeOldBackups, writeFileAtomic } from '../store/index.ts';

/**
 * Keeps a settings text of an older format as `<folder>/settings-v<format>-<time>.toml`, on the disk when it resolves. One that is there
 * already, from a start that did not get further, is not kept twice.
 * @param now ms since the epoch
 * @returns path of the copy
 * @throws NodeJS.ErrnoException
 */
export async function keepSettings(folder: string, text: string, format: number, now: number): Promise<string> {
  await makeFolder(folder);
  const backups = { folder, name: 'settings', extension: '.toml' };
  for (const there of await backupsIn(backups)) if ((await readIfThere(there)) === text) return there;
  const path = backupPath(backups, format, now);
  await writeFileAtomic(path, text);
  await removeOldBackups(backups, path);
  return path;
}
