import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandFor } from '#main/engine/agents/kimi/locate/command.ts';
import { type LocateOptions, locateKimi } from '#main/engine/agents/kimi/locate/locate.ts';
import { usualPlaces } from '#main/engine/agents/kimi/locate/places.ts';
import { askVersion, outputOf, parseVersion } from '#main/engine/agents/kimi/locate/version.ts';

// A Kimi that the machine itself has in a system folder would be found too.
const hasOwn = ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin', '/home/linuxbrew/.linuxbrew/bin'].some((folder) =>
  existsSync(`${folder}/kimi`),
);

describe('telling the two CLIs called kimi apart', () => {
  it('goes by the form of the version', () => {
    expect(parseVersion('2.1.0\n')).toEqual({ version: '2.1.0', generation: 'kimi-code' });
    expect(parseVersion('warning: x\nv2.2.0-beta.1\n')).toEqual({ version: '2.2.0-beta.1', generation: 'kimi-code' });
    expect(parseVersion('kimi, version 1.49.0\n')).toEqual({ version: '1.49.0', generation: 'kimi-cli' });
    expect(parseVersion('Kimi 9.1 (new)\n')).toEqual({ version: '9.1', generation: 'unknown' });
    expect(parseVersion('hello\n')).toBeNull();
  });

  it('gives a program that does not answer a limit, and says what a failing one said', async () => {
    const env = { PATH: '/usr/bin:/bin' };
    await expect(outputOf({ file: '/bin/sh', args: ['-c', 'sleep 60'] }, env, 100)).rejects.toThrow('no answer within 0.1 s');
    await expect(outputOf({ file: '/bin/sh', args: ['-c', 'echo no >&2; exit 1'] }, env, 5_000)).rejects.toThrow(/^no$/);
  });
});

describe('looking for kimi', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'locate-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  // Linux refuses to run what somebody writes (ETXTBSY), as while an installer puts it there.
  it.runIf(process.platform === 'linux')('asks again what the system refuses to start for the moment', async () => {
    const file = path.join(home, 'kimi');
    await copyFile('/bin/echo', file);
    await chmod(file, 0o755);
    const writing = openSync(file, 'r+');
    // The share of the first wait is chosen after the first refusal.
    const refused = vi.spyOn(Math, 'random').mockImplementationOnce(() => {
      closeSync(writing);
      return 0.5;
    });
    expect(await askVersion({ file, args: ['2.1.0'] }, {})).toBe('2.1.0 --version\n');
    expect(refused).toHaveBeenCalledOnce();
    refused.mockRestore();
  });

  async function program(where: string, body: string, mode = 0o755): Promise<string> {
    const file = path.join(home, where);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, body);
    await chmod(file, mode);
    return file;
  }
  const says = (version: string) => `#!/bin/sh\necho '${version}'\n`;

  async function locate(more: Partial<LocateOptions> = {}) {
    return locateKimi({
      setting: '',
      env: { HOME: home, PATH: `${home}/one:${home}/two:/usr/bin:/bin` },
      platform: 'linux',
      nodeBinary: process.execPath,
      ...more,
    });
  }

  it('takes the setting, and nothing else when there is one', async () => {
    await program('one/kimi', says('2.1.0'));
    const mine = await program('mine/kimi', says('2.0.0'));
    expect((await locate({ setting: mine })).info).toEqual({
      id: 'kimi',
      found: true,
      path: mine,
      version: '2.0.0',
      generation: 'kimi-code',
      source: 'setting',
      looked: [mine],
    });
    expect((await locate({ setting: '~/mine/kimi' })).info.path).toBe(mine);
    const gone = await locate({ setting: '/no/such/kimi' });
    expect(gone.info).toMatchObject({ found: false, source: 'setting', problem: expect.stringContaining(': ') });
    expect(gone.error).toMatchObject({ code: 'BINARY_MISSING', context: { path: '/no/such/kimi' } });
    expect((await locate({ setting: home })).error).toMatchObject({ code: 'BINARY_NOT_EXECUTABLE', context: { reason: 'a folder' } });
    expect((await locate({ setting: 'kimi' })).error).toMatchObject({ code: 'BINARY_MISSING' });
  });

  it.skipIf(hasOwn)('takes the path in its order, then the usual places', async () => {
    const local = await program('.local/bin/kimi', says('2.1.0'));
    expect((await locate()).info).toMatchObject({ path: local, source: 'usual-place' });
    const two = await program('two/kimi', says('2.2.0'));
    expect((await locate()).info).toMatchObject({ path: two, source: 'path', version: '2.2.0' });
  });

  it.skipIf(hasOwn)('prefers Kimi Code over the Python CLI of the same name, and takes that when there is no other', async () => {
    const python = await program('one/kimi', says('kimi, version 1.49.0'));
    expect((await locate()).info).toMatchObject({ path: python, generation: 'kimi-cli' });
    const code = await program('.kimi-code/bin/kimi', says('2.1.0'));
    expect((await locate()).info).toMatchObject({ path: code, generation: 'kimi-code' });
  });

  it.skipIf(hasOwn)('passes over one that does not run, and names it when there is no other', async () => {
    const broken = await program('one/kimi', '#!/bin/sh\necho "no such runtime" >&2\nexit 1\n');
    const found = await locate();
    expect(found.info).toMatchObject({ found: false, problem: `${broken}: it does not start: no such runtime` });
    expect(found.error).toMatchObject({
      code: 'KIMI_MISSING',
      context: { reason: { code: 'agent.no-start', values: { path: broken, reason: 'no such runtime' } } },
    });
    const good = await program('two/kimi', says('2.1.0'));
    expect((await locate()).info).toMatchObject({ found: true, path: good });
  });

  it.skipIf(hasOwn)('names every place that it looked at when there is none', async () => {
    const { info } = await locate();
    expect(info).toMatchObject({ found: false });
    expect(info.looked).toEqual(
      expect.arrayContaining([`${home}/one/kimi`, `${home}/.local/bin/kimi`, `${home}/.kimi-code/bin/kimi`, '/usr/local/bin/kimi']),
    );
    expect(new Set(info.looked).size).toBe(info.looked.length);
  });

  it('runs a Node script on the Node of the path, or on ours where that is missing or too old', async () => {
    const script = await program(
      'lib/kimi-code/dist/main.mjs',
      '#!/usr/bin/env node\nconsole.log(process.versions.node === process.argv[2] ? 1 : "2.1.0");\n',
    );
    await writeFile(path.join(home, 'lib/kimi-code/package.json'), JSON.stringify({ engines: { node: '>=22.19.0' } }));
    const link = path.join(home, 'one/kimi');
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(script, link);
    const options = { platform: 'linux' as const, nodeBinary: process.execPath };
    const onPath = (folder: string) => commandFor(link, { ...options, env: { PATH: folder } });

    await program('new/node', '#!/bin/sh\necho v22.19.0\n');
    expect(await onPath(`${home}/new`)).toEqual({ file: link, args: [] });
    await program('old/node', '#!/bin/sh\necho v20.20.2\n');
    expect(await onPath(`${home}/old`)).toEqual({ file: process.execPath, args: [script] });
    expect(await onPath(`${home}/none`)).toEqual({ file: process.execPath, args: [script] });
    const found = await locate({ env: { HOME: home, PATH: `${home}/one:${home}/old:/usr/bin:/bin` } });
    expect(found.info).toMatchObject({ found: true, path: link, version: '2.1.0' });
    expect(found.command).toEqual({ file: process.execPath, args: [script] });
  });

  it('runs the script behind npm’s shim on Windows, which no command shell may take apart', async () => {
    const shim = String.raw`C:\npm\kimi.cmd`;
    const options = { platform: 'win32' as const, nodeBinary: 'node.exe', env: { ComSpec: 'C:\\cmd.exe' } };
    expect(await commandFor(shim, options)).toEqual({ file: 'C:\\cmd.exe', args: ['/d', '/c', shim] });
    expect(await commandFor('C:\\kimi.exe', options)).toEqual({ file: 'C:\\kimi.exe', args: [] });
  });
});

describe('the usual places', () => {
  it('follow the variables and files that move them, newest version first', async () => {
    const home = await mkdtemp(path.join(os.tmpdir(), 'places-'));
    try {
      for (const version of ['v9.0.0', 'v22.1.0', 'v18.4.0'])
        await mkdir(path.join(home, '.nvm/versions/node', version), { recursive: true });
      await writeFile(path.join(home, '.npmrc'), 'registry=x\nprefix=~/my-npm\n');
      const places = await usualPlaces({ VOLTA_HOME: '/volta', BUN_INSTALL: '/bun' }, home, 'linux');
      expect(places).toEqual(
        expect.arrayContaining([`${home}/my-npm/bin/kimi`, '/volta/bin/kimi', '/bun/bin/kimi', `${home}/.local/share/pnpm/kimi`]),
      );
      expect(places.filter((place) => place.includes('.nvm')).map((place) => /\/(v\d+)\./.exec(place)?.[1])).toEqual(['v22', 'v18', 'v9']);
      expect(await usualPlaces({ NPM_CONFIG_PREFIX: '/npm' }, home, 'darwin')).toEqual(
        expect.arrayContaining(['/npm/bin/kimi', '/opt/homebrew/bin/kimi', `${home}/Library/pnpm/kimi`]),
      );
      const windows = await usualPlaces({ AppData: 'C:\\U\\Roaming' }, 'C:\\U', 'win32');
      expect(windows).toEqual(
        expect.arrayContaining(['C:\\U\\Roaming\\npm\\kimi.cmd', 'C:\\U\\.kimi-code\\bin\\kimi.exe', 'C:\\U\\scoop\\shims\\kimi.exe']),
      );
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
