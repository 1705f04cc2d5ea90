import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEngine as startInBackground } from '../../../src-main/engine/background/index.ts';
import { builtInstallation } from '../../support/build.ts';
import { endHolders, engineFolder, startEngine } from '../../support/engine.ts';
import { mountSmall } from '../../support/small-disk.ts';
import { outputWith } from '../../support/terminal-output.ts';
import { until } from '../../support/until.ts';

const MIB = 2 ** 20;
/** Room for a copy of the runtime, and some. */
const DISK_MIB = 220;

/** A data folder on a disk of its own; null when this user may not mount one. */
async function smallDataFolder(): Promise<string | null> {
  const dataFolder = await engineFolder();
  if (!mountSmall(dataFolder, `size=${DISK_MIB}m,mode=0700`)) return null;
  // Before the disk is taken away, with which nobody would know of them.
  onTestFinished(() => endHolders(dataFolder));
  return dataFolder;
}

/** Fills the disk to its last byte. Returns the file that does. */
async function fill(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'filler');
  const file = await open(path, 'w');
  try {
    for (let piece = MIB; piece >= 1; piece = Math.floor(piece / 2)) {
      for (;;) {
        const { bytesWritten } = await file.write(Buffer.alloc(piece));
        if (bytesWritten < piece) break;
      }
    }
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await file.close();
  }
  return path;
}

describe('a disk that fills up under a running engine', () => {
  it('refuses what must be written, in plain words; what runs goes on and loses nothing; and room is enough to be well again', async ({
    skip,
  }) => {
    const dataFolder = await smallDataFolder();
    if (dataFolder === null) return skip('this user may not mount a small disk');
    const { client } = await startEngine({ dataFolder });
    const shell = { agent: 'shell', cwd: '/' } as const;
    const echo = ['-c', 'while read -r line; do echo "got $line"; done'];
    const work = await client().session.create({ ...shell, name: 'work', args: echo });
    const terminal = work.terminals[0]!.id;
    await client().session.send({ session: 'work', text: 'before' });
    await outputWith(dataFolder, terminal, 'got before');

    const filler = await fill(dataFolder);
    const full = { data: { code: 'DATA_FOLDER_FULL' } };
    await expect(client().session.create({ ...shell, name: 'one more' })).rejects.toMatchObject(full);
    await expect(client().session.rename({ session: 'work', name: 'other' })).rejects.toMatchObject(full);
    const names = (await client().session.list({})).map(({ name }) => name);
    expect(names, 'nothing half made is left').toEqual(['work']);
    expect((await client().session.show({ session: 'work' })).terminals[0]).toMatchObject({ id: terminal, pid: work.terminals[0]!.pid });

    await rm(filler);
    await client().session.rename({ session: 'work', name: 'renamed' });
    await client().session.send({ session: 'renamed', text: 'after' });
    expect(await outputWith(dataFolder, terminal, 'got after')).toBe('before\r\ngot before\r\nafter\r\ngot after\r\n');
    await client().session.create({ ...shell, name: 'one more' });
    expect((await client().session.list({})).map(({ name }) => name).toSorted()).toEqual(['one more', 'renamed']);
  });

  it('keeps nobody from stopping or deleting what fills it, and what ended meanwhile has ended when there is room', async ({ skip }) => {
    const dataFolder = await smallDataFolder();
    if (dataFolder === null) return skip('this user may not mount a small disk');
    const { client, engine } = await startEngine({ dataFolder });
    const shell = { agent: 'shell' as const, cwd: '/', args: ['-c', 'while read -r line; do [ "$line" != end ] || exit 3; done'] };
    const sessions = ['ends', 'stops', 'goes', 'ended'];
    for (const name of sessions) await client().session.create({ ...shell, name });
    const pidOf = async (session: string) => (await client().session.show({ session })).terminals[0]!.pid!;
    const [stops, goes] = [await pidOf('stops'), await pidOf('goes')];
    await client().session.stop({ session: 'ended' });

    const filler = await fill(dataFolder);
    await client().session.send({ session: 'ends', text: 'end' });
    await until('its end is known', async () => (await client().session.show({ session: 'ends' })).state === 'failed');
    await expect(client().session.restart({ session: 'ends' })).rejects.toMatchObject({ data: { code: 'AUDIT_UNAVAILABLE' } });
    expect(await client().session.stop({ session: 'stops', force: true })).toMatchObject({ session: { state: 'exited' } });
    expect(() => process.kill(stops, 0)).toThrow('ESRCH');
    await client().session.delete({ session: 'ended' });
    await client().session.delete({ session: 'goes', stop: true });
    expect(() => process.kill(goes, 0)).toThrow('ESRCH');
    const names = async () => (await client().session.list({})).map(({ name }) => name).toSorted();
    expect(await names()).toEqual(['ends', 'stops']);

    await rm(filler);
    await until('a session can be started again', () =>
      client()
        .session.restart({ session: 'ends' })
        .then(
          () => true,
          () => false,
        ),
    );
    await client().session.stop({ session: 'ends', force: true });
    await engine.shutdown();
    const next = await startEngine({ dataFolder });
    expect((await next.client().session.list({})).map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ['ends', 'exited'],
      ['stops', 'exited'],
    ]);
  });
});

describe('a disk that is full before an engine starts', () => {
  it('is what whoever starts it in the background is told', async ({ skip }) => {
    const dataFolder = await smallDataFolder();
    if (dataFolder === null) return skip('this user may not mount a small disk');
    const { mainFolder } = await builtInstallation();
    await fill(dataFolder);
    const start = startInBackground({
      nodeBinary: process.execPath,
      hostEntry: join(mainFolder, 'headless.js'),
      dataFolder,
      env: process.env,
    });
    await expect(start).rejects.toMatchObject({ code: 'DATA_FOLDER_FULL', context: { path: dataFolder } });
  });
});
