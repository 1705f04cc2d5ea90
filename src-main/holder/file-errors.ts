import { KimiError } from '#shared/errors/kimi-error.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The system's code of an error, for example `ENOENT`; an empty string when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A file system's refusal as DATA_FOLDER_FULL or DATA_FOLDER_UNWRITABLE; what has no system code is returned as it is. */
export function fileErrorAsKimi(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (error instanceof KimiError || code === '') return error;
  return new KimiError(FULL.has(code) ? 'DATA_FOLDER_FULL' : 'DATA_FOLDER_UNWRITABLE', { path, reason: code }, { cause: error });
}

/** What kept a file from being read as FILE_UNREADABLE; what has no system code is returned as it is. */
export function unreadableAsKimi(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (error instanceof KimiError || code === '') return error;
  return new KimiError('FILE_UNREADABLE', { path, reason: code }, { cause: error });
}

const FILE_ERRORS = new Set([...FULL, 'ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EISDIR']);

/** True for what a file system says when a file cannot be had, as against a mistake of ours. */
export function isFileError(error: unknown): boolean {
  return FILE_ERRORS.has(errorCode(error));
}
