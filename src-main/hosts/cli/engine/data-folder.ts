import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The data folder that this command is about: KIMI_SHELL_HOME, else `~/.kimi-shell`. Absolute. */
export function dataFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  const wanted = env.KIMI_SHELL_HOME;
  return wanted === undefined || wanted === '' ? join(homedir(), '.kimi-shell') : resolve(wanted);
}
