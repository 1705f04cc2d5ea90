import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolder, findProgram, interpreterOf, programCandidates } from '#main/engine/launch/checks.ts';

// Root may read everything, so permissions cannot be tried as root.
const asRoot = process.getuid?.() === 0;

describe('before something is started', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'checks-'));
  });
  afterEach(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true, force: true });
  });

  async function file(name: string, mode: number, body = '#!/bin/sh\n'): Promise<string> {
    const where = path.join(folder, name);
    await writeFile(where, body);
    await chmod(where, mode);
    return where;
  }
  const find = (name: string, more: Partial<Parameters<typeof findProgram>[1]> = {}) =>
    findProgram(name, { path: `${folder}:/usr/bin:/bin`, cwd: folder, platform: 'linux', ...more });

  it('takes a folder, and says of anything else what is wrong with it', async () => {
    await expect(checkFolder(folder)).resolves.toBeUndefined();
    await expect(checkFolder(path.join(folder, 'no'))).rejects.toMatchObject({
      code: 'FOLDER_MISSING',
      context: { reason: 'no such folder' },
    });
    const plain = await file('plain', 0o644);
    await expect(checkFolder(plain)).rejects.toMatchObject({ code: 'FOLDER_MISSING', context: { reason: 'not a folder' } });
    await expect(checkFolder(path.join(plain, 'in'))).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    await expect(checkFolder('relative')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const loop = path.join(folder, 'loop');
    await symlink(loop, loop);
    await expect(checkFolder(loop)).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE', context: { reason: 'ELOOP' } });
  });

  it.skipIf(asRoot)('says that a folder cannot be read', async () => {
    await chmod(folder, 0o000);
    await expect(checkFolder(folder)).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' });
  });

  it('finds a program by name, by path, and relative to the folder', async () => {
    const tool = await file('tool', 0o755);
    expect(await find('tool')).toBe(tool);
    expect(await find(tool)).toBe(tool);
    expect(await find('./tool')).toBe(tool);
    expect(await find('sh', { path: '/bin' })).toBe('/bin/sh');
  });

  it('passes over what cannot run when a later one can', async () => {
    await file('sh', 0o644);
    expect(await find('sh', { path: `${folder}:/bin` })).toBe('/bin/sh');
  });

  it('says why a program cannot be started', async () => {
    await expect(find('missing-tool')).rejects.toMatchObject({ code: 'BINARY_MISSING', context: { reason: 'not on PATH' } });
    await expect(find('./missing-tool')).rejects.toMatchObject({ code: 'BINARY_MISSING', context: { reason: 'missing' } });
    await file('plain', 0o644);
    await expect(find('plain')).rejects.toMatchObject({ code: 'BINARY_NOT_EXECUTABLE', context: { reason: 'EACCES' } });
    await mkdir(path.join(folder, 'sub'));
    await expect(find('./sub')).rejects.toMatchObject({ code: 'BINARY_NOT_EXECUTABLE', context: { reason: 'a folder' } });
    const orphan = await file('orphan', 0o755, '#!/no/such/interpreter -x\n');
    await expect(find(orphan)).rejects.toMatchObject({
      code: 'BINARY_NOT_EXECUTABLE',
      context: { reason: 'its interpreter is missing', interpreter: '/no/such/interpreter' },
    });
    const script = await file('script', 0o755, '#!/usr/bin/env -S no-such-node --flag\n');
    await expect(find(script)).rejects.toMatchObject({ context: { interpreter: 'no-such-node' } });
    await symlink('/dev/null', path.join(folder, 'device'));
    await expect(find('./device')).rejects.toMatchObject({ code: 'BINARY_NOT_EXECUTABLE' });
  });

  it.skipIf(process.platform === 'win32')('takes a script for a program while too many files are open to read it', async () => {
    const script = await file('script', 0o755, '#!/no/such/interpreter\n');
    const code = `
      import { openSync } from 'node:fs';
      const { interpreterOf } = await import(${JSON.stringify(path.resolve('src-main/engine/launch/checks.ts'))});
      console.log(JSON.stringify(await interpreterOf(${JSON.stringify(script)})));
      try { for (;;) openSync('/dev/null'); } catch (error) { console.log(error.code); }
      console.log(JSON.stringify(await interpreterOf(${JSON.stringify(script)})));`;
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      'ulimit -n 200; exec "$0" "$@"',
      process.execPath,
      '--input-type=module',
      '-e',
      code,
    ]);
    expect(stdout.trim().split('\n')).toEqual(['{"file":"/no/such/interpreter","viaEnv":null}', 'EMFILE', 'null']);
  });

  it('reads the first line of a script and of nothing else', async () => {
    expect(await interpreterOf(await file('a', 0o755, '#! /usr/bin/env  -S node --x\nrest'))).toEqual({
      file: '/usr/bin/env',
      viaEnv: 'node',
    });
    expect(await interpreterOf(await file('b', 0o755, '#!/bin/sh'))).toEqual({ file: '/bin/sh', viaEnv: null });
    expect(await interpreterOf(await file('c', 0o755, '\u007fELF'))).toBeNull();
    expect(await interpreterOf(await file('d', 0o755, ''))).toBeNull();
  });

  it('tries the endings of programs on Windows, and takes a name with one as it is', () => {
    const search = { path: 'C:\\a;;D:\\b', cwd: 'C:\\p', platform: 'win32' as const, pathExt: '.EXE;.CMD' };
    expect(programCandidates('kimi', search)).toEqual(['C:\\a\\kimi.exe', 'C:\\a\\kimi.cmd', 'D:\\b\\kimi.exe', 'D:\\b\\kimi.cmd']);
    expect(programCandidates('kimi.CMD', search)).toEqual(['C:\\a\\kimi.CMD', 'D:\\b\\kimi.CMD']);
    expect(programCandidates('tools\\kimi.exe', search)).toEqual(['C:\\p\\tools\\kimi.exe']);
  });
});
