import { execFileSync } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { engineFolder, startEngine } from '../../support/engine.ts';
import { outputWith } from '../../support/terminal-output.ts';

const MIB = 2 ** 20;
/** Room for a copy of the runtime, and some. */
const DISK_MIB = 220;

/** A data folder on a disk of its own; null when this user may not mount one. */
async function smallDataFolder(): Promise<string | null> {
  const dataFolder = await engineFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=0700`, 'tmpfs', dataFolder], { stdio: 'pipe' });
  } catch {
    return null;
  }
  // Lazily, because the holder may still have files open there.
  onTestFinished(() => void execFileSync('umount', ['-l', dataFolder]));
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
});
