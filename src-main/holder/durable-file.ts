import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, unreadableAsKimi } from './file-errors.ts';

/**
 * Replaces a file so that a reader, or a machine that loses power, sees the old content or the new one and never a part.
 * @param mode permissions of the new file; default 0600, because nearly everything in the data folder is private.
 * @throws NodeJS.ErrnoException as the file system reports it; the old file is untouched then.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (process.platform === 'win32') return; // has no such call and does not need it
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A file's text; null when it is missing. @throws NodeJS.ErrnoException for other reasons */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The same, with a refusal that names the file. @throws KimiError FILE_UNREADABLE: what is in it is then not known */
export async function readNamed(path: string): Promise<string | null> {
  return (await readNamedBytes(path))?.toString('utf8') ?? null;
}

/** A file's bytes, for whom it matters whether they are text; null when it is missing. @throws KimiError FILE_UNREADABLE */
export async function readNamedBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw unreadableAsKimi(error, path);
  }
}

/** A JSON file's content; null when it is missing or was cut short. @throws NodeJS.ErrnoException for other reasons */
export async function readJsonIfThere(path: string): Promise<unknown> {
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    // No JSON: the caller's schema check says so with the path.
    return null;
  }
}
