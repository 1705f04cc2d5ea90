import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGatewayWorker } from '#main/gateway/start-worker.ts';
import { compiledCodeFolder } from '#main/holder/compiled-code.ts';
import { startMirror } from '#main/mirror/start.ts';
import { tempFolder } from '../../support/temp-folder.ts';

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
