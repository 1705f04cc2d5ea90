import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where V8's code of our bundles is kept between starts: in the data folder (KIMI_SHELL_HOME, else `~/.kimi-shell`), which is the
 * person's alone. Node's own choice is a folder in the system's one for temporary files, where others could have laid code for us.
 * Null while there is no data folder, because a command that only looks makes none.
 */
export function compiledCodeFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const wanted = env.KIMI_SHELL_HOME;
  const dataFolder = wanted === undefined || wanted === '' ? join(homedir(), '.kimi-shell') : resolve(wanted);
  return existsSync(dataFolder) ? join(dataFolder, 'cache', 'compiled') : null;
}
