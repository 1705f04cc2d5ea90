import { existsSync, rmSync, unlinkSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SocketFile } from '../../../src-main/holder/socket-file.ts';

// A named pipe has no file that could be deleted.
it.skipIf(process.platform === 'win32')('comes back each time, also when it is deleted again as soon as it is there', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kimi-shell-socket-')));
  const path = join(folder, 'run', 'engine.sock');
  const server = createServer();
  const file = new SocketFile({ server, path, log: () => undefined });
  onTestFinished(async () => {
    await file.close();
    server.close();
    await rm(folder, { recursive: true });
  });
  await file.listen();
  for (const gone of ['file', 'folder', 'file', 'folder', 'folder', 'file']) {
    if (gone === 'file') unlinkSync(path);
    else rmSync(dirname(path), { recursive: true });
    // Every turn of the loop, to be there before whoever made it has gone on.
    while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(server.listening).toBe(true);
});
