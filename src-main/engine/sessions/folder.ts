import { homedir } from 'node:os';
import { isAbsolute, join, normalize } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** The folder as an absolute path; `~` is the person's home, which no shell was there to fill in. @throws KimiError INVALID_INPUT */
export function folderOf(cwd: string | undefined): string {
  if (cwd === undefined || cwd === '~') return homedir();
  const path = cwd.startsWith('~/') ? join(homedir(), cwd.slice(2)) : cwd;
  if (!isAbsolute(path)) throw new KimiError('INVALID_INPUT', { field: 'cwd', value: cwd, reason: 'an absolute folder is expected' });
  return normalize(path);
}
