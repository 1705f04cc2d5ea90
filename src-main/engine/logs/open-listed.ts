import { type FileHandle, open } from 'node:fs/promises';
import { errorCode, unreadableAsKimi } from '../../holder/file-errors.ts';
import { type LogFile, logFileId } from '../../holder/log/log-files.ts';

/** Opens a file that was listed; null when it was put aside or removed since, also when another has its name by now. @throws KimiError FILE_UNREADABLE */
export async function openListed({ path, id }: LogFile): Promise<FileHandle | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw unreadableAsKimi(error, path);
  }
  try {
    if (logFileId(await handle.stat({ bigint: true })) === id) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}
