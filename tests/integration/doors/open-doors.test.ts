import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDoors } from '#main/doors/open-doors.ts';
import { PortMemory } from '#main/doors/ports.ts';
import { socketPath } from '#main/holder/endpoint.ts';
import { startEngine, type TestEngine } from '../../support/engine.ts';
import { asOwner } from '../../support/owner-client.ts';

/** Whether somebody listens at the local socket. */
function isOpen(dataFolder: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(socketPath(dataFolder, 'engine'));
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function doorsOf({ dataFolder, logger, engine }: TestEngine) {
  return {
    dataFolder,
    engine,
    files: { find: () => null } as never,
    ports: await PortMemory.load(dataFolder, logger),
    wantedPort: null,
    sockets: () => [],
    onTraded: () => undefined,
    onPortTaken: () => undefined,
    onDisplaced: () => undefined,
    logger,
  };
}

test('whoever is answered at the local socket gets a link to the page, from the first moment on', async () => {
  const started = await startEngine();
  const { dataFolder, engine } = started;
  const openBefore: boolean[] = [];
  const doors = await openDoors({
    ...(await doorsOf(started)),
    engine: {
      ...engine,
      // However long the engine takes to hear where its page is.
      setPageOrigin: async (origin) => {
        openBefore.push(await isOpen(dataFolder));
        await engine.setPageOrigin(origin);
      },
    },
  });
  onTestFinished(() => doors.close());
  expect(openBefore).toEqual([false]);
  const { url } = await asOwner(dataFolder, (client) => client.system.link({}));
  expect(url.startsWith(`${doors.origin}/#code=`)).toBe(true);
});

test.skipIf(process.platform === 'win32')('a local socket that cannot be made leaves no page behind', async () => {
  const started = await startEngine();
  const folder = join(started.dataFolder, 'other');
  await mkdir(folder);
  // Where the folder of the sockets would be.
  await writeFile(join(folder, 'run'), '');
  const options = await doorsOf(started);
  let port = 0;
  await expect(
    openDoors({
      ...options,
      dataFolder: folder,
      engine: {
        ...started.engine,
        setPageOrigin: async (origin) => {
          port = Number(new URL(origin ?? '').port);
        },
      },
    }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^DATA_FOLDER|^E/) });
  // The port is free again.
  const other = createServer();
  await new Promise<void>((listening, failed) => other.once('error', failed).listen(port, '127.0.0.1', listening));
  await new Promise((closed) => other.close(closed));
});
