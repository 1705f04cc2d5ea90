import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** The folder as an absolute path; `~` is the person's home, which no shell was there to fill in. @throws KimiError INVALID_INPUT */
export function folderOf(cwd: string | undefined): string {
  if (cwd === undefined || cwd === '~') return homedir();
  // Windows takes both strokes, and to other systems this one is a letter.
  const inHome = cwd.startsWith('~/') || (process.platform === 'win32' && cwd.startsWith('~\\'));
  const path = inHome ? join(homedir(), cwd.slice(2)) : cwd;
  if (!isAbsolute(path)) throw new KimiError('INVALID_INPUT', { field: 'cwd', value: cwd, reason: 'an absolute folder is expected' });
  // Without the stroke at its end: a folder is one folder.
  return resolve(path);
}
