import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SystemStatus } from '#shared/contract/index.ts';
import { ICON_SIZES } from '../../../packaging/icons.ts';
import { builtInstallation } from '../../support/build.ts';
import { newPerson } from '../cli/support.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
let folder: string;
let one: Awaited<ReturnType<typeof newPerson>>;

beforeAll(async () => {
  const { nodeBinary } = await builtInstallation();
  folder = await mkdtemp(join(tmpdir(), 'kimi-shell-package-'));
  // Outside of the checkout, so that nothing of it can be found from there.
  execFileSync(nodeBinary, [join(ROOT, 'packaging/build.ts'), join(folder, 'package')], { cwd: ROOT, stdio: 'ignore' });
  await rename(join(folder, 'package/resources'), join(folder, 'resources'));
  await mkdir(join(folder, 'bin'));
  await symlink('../resources/bin/kimi-shell', join(folder, 'bin/kimi-shell'));
  one = await newPerson();
}, 120_000);

afterAll(async () => {
  await one.leave();
  await rm(folder, { recursive: true, force: true });
});

/** The installed command, through a link as a package makes one. */
const kimiShell = (...args: readonly string[]) =>
  execFileSync(join(folder, 'bin/kimi-shell'), args, {
    env: one.env,
    cwd: one.dataFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('what a package holds besides Electron', () => {
  it('runs the command line with its own Node, and an engine with its sessions', () => {
    expect(kimiShell('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    const session = JSON.parse(
      kimiShell('session', 'create', 'here', '--agent', 'shell', '--json', '--', '-c', 'echo from the package; cat'),
    ) as {
      readonly id: string;
    };
    expect(kimiShell('session', 'list')).toContain(session.id);
    const status = JSON.parse(kimiShell('status', '--json')) as SystemStatus;
    expect(status).toMatchObject({ sessions: 1, dataFolder: one.dataFolder });
    const command = execFileSync('ps', ['-o', 'args=', '-p', String(status.engine.pid)], { encoding: 'utf8' });
    expect(command).toContain(join(folder, 'resources/runtime/node'));
  });

  it('has a command that still answers when the app is gone and sessions run on', async () => {
    await rename(join(folder, 'resources/runtime'), join(folder, 'gone'));
    try {
      expect(kimiShell('session', 'list')).toContain('here');
    } finally {
      await rename(join(folder, 'gone'), join(folder, 'resources/runtime'));
    }
  });

  it('leaves out what only builds and debuggers need', async () => {
    const files = await readdir(join(folder, 'resources'), { recursive: true });
    expect(files.filter((file) => /\.(map|ts|c|cc|h|gyp|pdb)$/.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.node')).length).toBeGreaterThanOrEqual(2);
  });

  it('has the command for /usr/bin, completions, the manual and the metainfo', async () => {
    for (const path of [
      'package/linux/kimi-shell',
      'package/linux/app.kimishell.KimiShell.metainfo.xml',
      'resources/completions/_kimi-shell',
      'resources/completions/kimi-shell.bash',
      'resources/completions/kimi-shell.fish',
      'resources/completions/kimi-shell.ps1',
      'resources/man/kimi-shell.1.gz',
    ]) {
      expect(existsSync(join(folder, path)), path).toBe(true);
    }
    expect((await stat(join(folder, 'package/linux/kimi-shell'))).mode & 0o111).toBe(0o111);
  });

  it('draws the icon in every size, with something in it and nothing in its corners', async () => {
    for (const size of ICON_SIZES) {
      const { data, info } = await sharp(join(folder, `package/icons/${size}x${size}.png`))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: size, height: size, channels: 4 });
      expect(data[3]).toBe(0);
      expect(data[(size * (size / 2) + size / 2) * 4 + 3]).toBe(255);
    }
  });
});
