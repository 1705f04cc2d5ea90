import { join } from 'node:path';
import { existsSync } from '../files.ts';
import { dataFolderOf } from './data-folder.ts';

/**
 * Where V8's code of our bundles is kept between commands, inside the data folder, which is the person's alone. Null while there is
 * no data folder, because a command that only looks makes none.
 */
export function compiledCodeFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const dataFolder = dataFolderOf(env);
  return existsSync(dataFolder) ? join(dataFolder, 'cache', 'compiled') : null;
}
