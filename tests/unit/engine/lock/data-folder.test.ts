import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asDataFolderError, prepareDataFolder } from '../../../../src-main/engine/lock/index.ts';
import { mountSmall } from '../../../support/small-disk.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe('the data folder', () => {
  it('is made, for its owner only', async () => {
    const path = join(await tempFolder(), 'deep', 'data');
    await prepareDataFolder(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect(await readdir(path)).toEqual([]);
  });

  it('is closed to others when it was open to them', async () => {
    const path = await tempFolder();
    await chmod(path, 0o755);
    await prepareDataFolder(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.platform !== 'linux')('is refused below a folder that takes none, at once', async () => {
    for (const path of ['/proc/nope', '/proc/nope/deep', '/sys/nope'])
      await expect(prepareDataFolder(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });

  it('is refused where a file is in its way', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below')]) {
      await expect(prepareDataFolder(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', context: { path } });
    }
  });

  it('is refused when it is read-only', async () => {
    const path = join(await tempFolder(), 'data');
    await mkdir(path);
    if (process.getuid?.() !== 0) await chmod(path, 0o500);
    else if (!mountSmall(path, 'ro,size=64k,mode=0700')) return;
    await expect(prepareDataFolder(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', context: { path } });
  });

  it('is refused when the disk is full', async () => {
    const path = join(await tempFolder(), 'data');
    await mkdir(path);
    if (!mountSmall(path, 'size=8k,mode=0700')) return;
    await writeFile(join(path, 'filler'), Buffer.alloc(8192));
    await expect(prepareDataFolder(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_FULL', context: { path } });
    expect(await readdir(path)).toEqual(['filler']);
  });

  it.each([
    ['ENOSPC', 'DATA_FOLDER_FULL'],
    ['EDQUOT', 'DATA_FOLDER_FULL'],
    ['SQLITE_FULL', 'DATA_FOLDER_FULL'],
    ['EROFS', 'DATA_FOLDER_UNWRITABLE'],
    ['SQLITE_READONLY_DIRECTORY', 'DATA_FOLDER_UNWRITABLE'],
    ['SQLITE_CANTOPEN', 'DATA_FOLDER_UNWRITABLE'],
    ['SQLITE_BUSY', 'DATABASE_BUSY'],
    ['SQLITE_BUSY_SNAPSHOT', 'DATABASE_BUSY'],
  ])('names %s as %s', (code, expected) => {
    expect(asDataFolderError(Object.assign(new Error('x'), { code }), '/d')).toMatchObject({ code: expected });
  });

  it('leaves other errors what they are', () => {
    const error = new TypeError('x');
    expect(asDataFolderError(error, '/d')).toBe(error);
  });
});
