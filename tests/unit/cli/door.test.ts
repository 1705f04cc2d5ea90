import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { socketPath } from '#main/holder/endpoint.ts';
import { doorOf } from '#main/hosts/cli/engine/door.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it('is where the engine says that it listens, also when that changes; else at the usual place', async () => {
  const folder = await tempFolder();
  const door = doorOf(folder, {});
  expect(door.socket).toBe(socketPath(folder, 'engine'));
  const record = join(folder, 'engine.json');
  await writeFile(record, JSON.stringify({ pid: 1, socket: '/elsewhere/engine.sock' }));
  expect(door.socket).toBe('/elsewhere/engine.sock');
  await writeFile(record, '{"pid": 1, "sock');
  expect(door.socket).toBe(socketPath(folder, 'engine'));
});

it('is the one that a session names for what runs inside it', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'engine.json'), JSON.stringify({ pid: 1, socket: '/elsewhere/engine.sock' }));
  const inside = doorOf(folder, { KIMI_SHELL_TOKEN: 'ksc_x', KIMI_SHELL_SOCKET: '/mine.sock' });
  expect(inside).toMatchObject({ socket: '/mine.sock', inChild: true });
});
