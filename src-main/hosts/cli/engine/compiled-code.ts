import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolderOf } from './data-folder.ts';

declare const KIMI_SHELL_BUILD: string | undefined;

/**
 * Where V8's code of our bundles is kept between commands, inside the data folder, which is the person's alone. Null while there is
 * no data folder, because a command that only looks makes none. The same folder as src-main/holder/compiled-code.ts has: what both
 * shared would be a file more that every command reads.
 */
export function compiledCodeFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const dataFolder = dataFolderOf(env);
  const builtFrom = typeof KIMI_SHELL_BUILD === 'undefined' ? 'sources' : KIMI_SHELL_BUILD;
  return existsSync(dataFolder) ? join(dataFolder, 'cache', 'compiled', builtFrom) : null;
}
