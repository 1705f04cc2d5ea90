import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { ensurePrivateFolder } from './endpoint.ts';
import { errorCode, fileErrorAsKimi } from './file-errors.ts';

const KEY = /^[0-9a-f]{64}$/;

/** Where the key lies that a client must show to a holder of this data folder. */
function keyFile(dataFolder: string): string {
  return join(dataFolder, 'holders', 'key');
}

/** The key, for a client. @throws KimiError HOLDER_UNREACHABLE when there is none yet, and so no holder */
export async function readHolderKey(dataFolder: string): Promise<string> {
  const path = keyFile(dataFolder);
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new KimiError('HOLDER_UNREACHABLE', { path, reason: errorCode(error) }, { cause: error });
  }
  if (!KEY.test(text)) throw new KimiError('HOLDER_REFUSED', { path, reason: 'the key file does not hold a key' });
  return text;
}

/** The key, made on first use; of several that make it at once, one wins and all get the same. @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL */
export async function ensureHolderKey(dataFolder: string): Promise<string> {
  const path = keyFile(dataFolder);
  try {
    return await readHolderKey(dataFolder);
  } catch (error) {
    if (!(error instanceof KimiError) || error.code !== 'HOLDER_UNREACHABLE') throw error;
  }
  await ensurePrivateFolder(dirname(path));
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(32).toString('hex'));
      await file.sync();
    } finally {
      await file.close();
    }
    // Unlike a rename, a link does not replace a key that somebody else has made meanwhile.
    await link(temporary, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw fileErrorAsKimi(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return readHolderKey(dataFolder);
}
