import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGatewayWorker } from '#main/gateway/start-worker.ts';
import { compiledCodeFolder, compiledCodeFolders } from '#main/holder/compiled-code.ts';
import { startMirror } from '#main/mirror/start.ts';
import { builtInstallation } from '../../support/build.ts';
import { kimiShell } from '../../support/cli.ts';
import { startEngine } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hostFolder } from '../doors/host-process.ts';

const MAIN = join(import.meta.dirname, '../../../src-main');

test.each([
  [
    'a gateway',
    async (dataFolder: string) => {
      const config = { dataFolder, ticketKey: 'ab', mirrorSocket: '', port: 0, allowedOrigins: [] };
      const gateway = await startGatewayWorker(join(MAIN, 'gateway/entry.ts'), config);
      return () => gateway.close();
    },
  ],
  [
    'a mirror',
    async (dataFolder: string) => {
      const mirror = await startMirror({ nodeBinary: process.execPath, script: join(MAIN, 'mirror/entry.ts'), dataFolder });
      return () => mirror.stop();
    },
  ],
])('%s keeps what V8 made of its code as soon as it listens, for the next one', async (_, start) => {
  const dataFolder = await tempFolder();
  onTestFinished(await start(dataFolder));
  const kept = () => readdir(compiledCodeFolder(dataFolder), { recursive: true });
  // A folder by Node's version, and in it a file for each module.
  await expect.poll(async () => (await kept()).length, { timeout: 10_000 }).toBeGreaterThan(10);
});

test('what older versions kept is removed once the page is open, and not while an engine starts', async () => {
  const { dataFolder, engine } = await startEngine();
  const old = join(compiledCodeFolders(dataFolder), 'v24.0.0-x64-964aae3f-1000');
  await mkdir(old, { recursive: true });
  const kept = () => readdir(compiledCodeFolders(dataFolder));
  expect(await kept()).toContain('v24.0.0-x64-964aae3f-1000');
  await engine.setPageOrigin('http://127.0.0.1:1');
  await expect.poll(kept).not.toContain('v24.0.0-x64-964aae3f-1000');
});

test('all programs of a build keep it in the one folder that has the build’s name', async () => {
  await builtInstallation();
  const hosts = await hostFolder();
  onTestFinished(() => hosts.remove());
  const host = hosts.start();
  await host.link;
  await kimiShell(hosts.folder, ['status']);
  host.child.kill('SIGTERM');
  await host.exited;
  expect(await readdir(compiledCodeFolders(hosts.folder))).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
});
