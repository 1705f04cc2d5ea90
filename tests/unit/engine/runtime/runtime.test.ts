import { cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureRuntime, mendRuntime, missingFile, removeUnusedRuntimes } from '../../../../src-main/engine/runtime/index.ts';
import { mountSmall } from '../../../support/small-disk.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

/** An installation of a few small files in the real one's shape. */
async function installation() {
  const root = await tempFolder();
  const files: Record<string, string> = {
    'main/holder.js': 'holder',
    'main/mirror.js': 'mirror',
    'main/mirror.js.map': 'not needed',
    'main/chunks/shared-abc.js': 'shared',
    node: '#!/bin/sh\n',
    'node-pty/package.json': '{}',
    'node-pty/lib/index.js': 'pty',
    'node-pty/lib/index.test.js': 'not needed',
    'node-pty/src/unix/pty.cc': 'not needed',
    'node-pty/build/Release/pty.node': 'binary',
    'node-pty/build/Release/obj/pty.o': 'not needed',
    'node-pty/prebuilds/other-cpu/pty.node': 'not needed',
    '@napi-rs/keyring/package.json': '{}',
    '@napi-rs/keyring/index.js': 'keyring',
    '@napi-rs/keyring/LICENSE': 'MIT',
    '@napi-rs/keyring/keytar.js': 'not needed',
    [`@napi-rs/keyring-${process.platform}-${process.arch}-gnu/keyring.node`]: 'binary',
    '@napi-rs/keyring-sunos-sparc/keyring.sunos-sparc.node': 'not needed',
    'sqlite/package.json': '{}',
    'sqlite/lib/index.js': 'sqlite',
    'sqlite/src/addon.cpp': 'not needed',
    'sqlite/deps/sqlite3.c': 'not needed',
    [`sqlite/prebuilds/${process.platform}-${process.arch}.node`]: 'binary',
    'sqlite/prebuilds/sunos-sparc.node': 'not needed',
    'renderer/index.html': 'page',
    'renderer/assets/main.js': 'page',
    'demo/model.mjs': 'model',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), content, { mode: 0o755 });
  }
  const data = join(root, 'data');
  await mkdir(data);
  const logger = testLogger();
  const options = {
    dataFolder: data,
    logger,
    installation: {
      version: '1',
      mainFolder: join(root, 'main'),
      nodeBinary: join(root, 'node'),
      nodePtyFolder: join(root, 'node-pty'),
      descentFolder: null,
      keyringFolder: join(root, '@napi-rs/keyring'),
      demoFolder: join(root, 'demo'),
      sqliteFolder: join(root, 'sqlite'),
      rendererFolder: join(root, 'renderer'),
    },
  };
  return { root, data, logger, options, ensure: () => ensureRuntime(options) };
}

const filesOf = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('the runtime', () => {
  it('holds what runs and nothing else, with only the owner able to touch it', async () => {
    const { ensure } = await installation();
    const runtime = await ensure();
    expect(await filesOf(runtime.folder)).toEqual([
      'chunks/shared-abc.js',
      'demo/model.mjs',
      'holder.js',
      'manifest.json',
      'mirror.js',
      'node',
      'node_modules/@napi-rs/keyring/LICENSE',
      'node_modules/@napi-rs/keyring/index.js',
      'node_modules/@napi-rs/keyring/keyring.node',
      'node_modules/@napi-rs/keyring/package.json',
      'node_modules/better-sqlite3/lib/index.js',
      'node_modules/better-sqlite3/package.json',
      `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
      'node_modules/node-pty/build/Release/pty.node',
      'node_modules/node-pty/lib/index.js',
      'node_modules/node-pty/package.json',
      'package.json',
      'renderer/assets/main.js',
      'renderer/index.html',
    ]);
    expect((await stat(runtime.node)).mode & 0o777).toBe(0o700);
    expect((await stat(runtime.holderScript)).mode & 0o777).toBe(0o600);
    expect(runtime.folder.endsWith(runtime.build)).toBe(true);
  });

  it('is made once, and anew when the installation differs', async () => {
    const { root, data, ensure } = await installation();
    const first = await ensure();
    const made = (await stat(first.holderScript)).ctimeMs;
    expect((await ensure()).build).toBe(first.build);
    expect((await stat(first.holderScript)).ctimeMs).toBe(made);
    await writeFile(join(root, 'main/holder.js'), 'a newer holder');
    const second = await ensure();
    expect(second.build).not.toBe(first.build);
    expect(await readFile(first.holderScript, 'utf8')).toBe('holder');
    expect((await readdir(join(data, 'runtime'))).sort()).toEqual([first.build, second.build, 'sources.json'].sort());
  });

  it('does not depend on where the installation is', async () => {
    const { root, options, ensure } = await installation();
    const first = await ensure();
    await rm(join(root, 'data/runtime/sources.json'));
    await cp(join(root, 'main'), join(root, 'copy'), { recursive: true });
    const again = await ensureRuntime({
      dataFolder: join(root, 'data'),
      logger: testLogger(),
      installation: { ...options.installation, mainFolder: join(root, 'copy') },
    });
    expect(again.build).toBe(first.build);
  });

  it('is repaired when a file was changed or is missing, without touching the others', async () => {
    const { ensure, logger } = await installation();
    const { folder, holderScript, mirrorScript } = await ensure();
    const untouched = (await stat(join(folder, 'node'))).ctimeMs;
    await writeFile(holderScript, 'HOLDER');
    await rm(mirrorScript);
    await ensure();
    expect(await readFile(holderScript, 'utf8')).toBe('holder');
    expect(await readFile(mirrorScript, 'utf8')).toBe('mirror');
    expect((await stat(join(folder, 'node'))).ctimeMs).toBe(untouched);
    expect(logger.lines.filter((line) => line.level === 'warn')).toHaveLength(2);
  });

  it('is not copied again because of a new time on a file', async () => {
    const { ensure, logger } = await installation();
    const { holderScript } = await ensure();
    await utimes(holderScript, 1, 1);
    await ensure();
    expect((await stat(holderScript)).mtimeMs).toBe(1000);
    expect(logger.lines).toEqual([]);
  });

  it('survives a crash in the middle of making it', async () => {
    const { data, ensure } = await installation();
    const { folder, build } = await ensure();
    // A folder without its manifest, and one that was never renamed.
    await rm(join(folder, 'manifest.json'));
    await rm(join(folder, 'holder.js'));
    await mkdir(join(data, 'runtime/.new-abc'));
    expect(await readFile((await ensure()).holderScript, 'utf8')).toBe('holder');
    expect(await removeUnusedRuntimes(data, new Set([build]), testLogger())).toEqual(['.new-abc']);
  });

  it('says what is wrong with an installation that lacks a part', async () => {
    const { root, ensure } = await installation();
    await rm(join(root, 'node'));
    await expect(ensure()).rejects.toMatchObject({ code: 'RUNTIME_DAMAGED' });
  });

  it('says that the disk is full where there is no room for it, and leaves nothing half made behind', async () => {
    const { data, ensure } = await installation();
    if (!mountSmall(data, 'size=40k,mode=0700')) return;
    await writeFile(join(data, 'filler'), Buffer.alloc(24 * 1024));
    await expect(ensure()).rejects.toMatchObject({ code: 'DATA_FOLDER_FULL', context: { path: data, reason: 'ENOSPC' } });
    expect((await readdir(join(data, 'runtime'))).filter((name) => name.startsWith('.new-'))).toEqual([]);
  });

  it('is used as it is by an engine that runs from it, whatever became of the installation', async () => {
    const { root, options, ensure } = await installation();
    const { folder, build } = await ensure();
    const inside = {
      ...options.installation,
      mainFolder: folder,
      nodeBinary: join(folder, 'node'),
      nodePtyFolder: join(folder, 'node_modules/node-pty'),
      sqliteFolder: join(folder, 'node_modules/better-sqlite3'),
      rendererFolder: join(folder, 'renderer'),
      demoFolder: join(folder, 'demo'),
    };
    await rm(join(root, 'main'), { recursive: true });
    const again = await ensureRuntime({ ...options, installation: inside });
    expect(again).toMatchObject({ build, folder, hostEntry: join(folder, 'headless.js') });
    expect(await missingFile(again)).toBeNull();
    await writeFile(join(folder, 'renderer/index.html'), 'another page');
    await expect(ensureRuntime({ ...options, installation: inside })).rejects.toMatchObject({
      code: 'RUNTIME_DAMAGED',
      context: { path: join(folder, 'renderer/index.html') },
    });
  });

  it('is removed when nothing runs from it any more', async () => {
    const { root, data, ensure } = await installation();
    const first = await ensure();
    await writeFile(join(root, 'main/holder.js'), 'newer');
    const second = await ensure();
    await writeFile(join(root, 'main/holder.js'), 'newest');
    const third = await ensure();
    expect(await removeUnusedRuntimes(data, new Set([third.build, first.build]), testLogger())).toEqual([second.build]);
    expect((await readdir(join(data, 'runtime'))).sort()).toEqual([first.build, third.build, 'sources.json'].sort());
  });
});

describe('a runtime of which something is deleted while an engine runs', () => {
  it.each(['holder.js', 'node_modules', '.'])('is whole again: %s', async (what) => {
    const { options, ensure } = await installation();
    const runtime = await ensure();
    expect(await missingFile(runtime)).toBeNull();
    await rm(join(runtime.folder, what), { recursive: true });
    expect(await missingFile(runtime)).toContain(runtime.folder);
    await mendRuntime(runtime, options);
    expect(await missingFile(runtime)).toBeNull();
    expect(await readFile(runtime.holderScript, 'utf8')).toBe('holder');
  });

  it('is not needed from the installation as long as it is whole, and names what is missing when both are gone', async () => {
    const { root, options, ensure } = await installation();
    const runtime = await ensure();
    await rm(join(root, 'main'), { recursive: true });
    await mendRuntime(runtime, options);
    await rm(runtime.folder, { recursive: true });
    await expect(mendRuntime(runtime, options)).rejects.toMatchObject({
      code: 'RUNTIME_DAMAGED',
      context: { reason: expect.stringContaining(join(root, 'main')) },
    });
  });

  it('is not mixed with a later version', async () => {
    const { root, options, ensure } = await installation();
    const runtime = await ensure();
    await writeFile(join(root, 'main/holder.js'), 'another');
    await rm(runtime.holderScript);
    await expect(mendRuntime(runtime, options)).rejects.toMatchObject({
      code: 'RUNTIME_DAMAGED',
      context: { reason: expect.stringContaining('updated') },
    });
  });
});
