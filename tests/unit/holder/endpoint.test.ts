import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensurePrivateFolder, socketPath } from '../../../src-main/holder/endpoint.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const runtimeDir = process.env.XDG_RUNTIME_DIR;

beforeEach(() => {
  delete process.env.XDG_RUNTIME_DIR;
});
afterEach(() => {
  if (runtimeDir === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = runtimeDir;
});

describe('the path of a socket', () => {
  test('is in the data folder when the system allows it', () => {
    expect(socketPath('/home/me/.kimi-shell', 'engine')).toBe('/home/me/.kimi-shell/run/engine.sock');
  });

  test('is elsewhere, short, and one for each data folder and name, when it would be too long', () => {
    const long = `/home/${'long/'.repeat(25)}`;
    const paths = [socketPath(`${long}a`, 'engine'), socketPath(`${long}b`, 'engine'), socketPath(`${long}a`, 'mirror')];
    expect(new Set(paths).size).toBe(3);
    for (const path of paths) expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect(socketPath(`${long}a`, 'engine')).toBe(paths[0]);
  });

  test('counts bytes, not characters', () => {
    const path = socketPath(`/home/${'ü'.repeat(48)}`, 'engine');
    expect(path.startsWith('/home/')).toBe(false);
  });

  test('is in the user’s runtime folder when there is a real one', async () => {
    const long = `/home/${'long/'.repeat(25)}`;
    process.env.XDG_RUNTIME_DIR = await tempFolder('run-');
    expect(socketPath(long, 'engine').startsWith(process.env.XDG_RUNTIME_DIR)).toBe(true);
    process.env.XDG_RUNTIME_DIR = '/no/such/folder';
    expect(socketPath(long, 'engine').startsWith('/no/such')).toBe(false);
  });
});

describe('a private folder', () => {
  test('is made for this user alone, also when it was open before', async () => {
    const folder = join(await tempFolder(), 'a', 'b');
    await ensurePrivateFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await chmod(folder, 0o755);
    await ensurePrivateFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('is refused where something else is in its place', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    for (const name of ['file', 'link']) {
      await expect(ensurePrivateFolder(join(folder, name))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
    }
  });
});
