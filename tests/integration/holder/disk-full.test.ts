import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SpoolReader } from '../../../src-main/holder/spool/reader.ts';
import { OUTPUT_GENERATOR, OutputVerifier } from '../../support/output-verifier.ts';
import { follow, nextEvent, openTestHolder, specOf, type TestHolder, type TestStream, testFolder } from './support.ts';

const MIB = 1024 * 1024;

/** A data folder whose spools lie on a disk of a few MiB; null when this user may not mount one. */
async function smallDisk(mib: number): Promise<{ readonly dataFolder: string; readonly spools: string } | null> {
  const dataFolder = await testFolder();
  const spools = join(dataFolder, 'spool');
  await mkdir(spools);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=0700`, 'tmpfs', spools], { stdio: 'pipe' });
  } catch {
    return null;
  }
  onTestFinished(() => {
    // Lazily, because the holder may still have files open there.
    execFileSync('umount', ['-l', spools]);
  });
  return { dataFolder, spools };
}

/** A program that prints on demand: a line `n` on its input makes it print the generator's next n bytes. */
const STEPPED = `
import { createInterface } from 'node:readline';
import { recordedLines, LINE_BYTES } from ${JSON.stringify(OUTPUT_GENERATOR)};
let line = 0;
for await (const wanted of createInterface({ input: process.stdin })) {
  if (wanted === 'end') process.exit(5);
  const count = Number(wanted) / LINE_BYTES;
  for (let i = 0; i < count; i += 1000) process.stdout.write(recordedLines('seed', line + i, Math.min(1000, count - i)));
  line += count;
}`;

async function stepped(holder: TestHolder) {
  const child = await holder.run(process.execPath, ['--input-type=module', '-e', STEPPED], { kind: 'pipe' });
  child.output.stream.close();
  const verifier = new OutputVerifier();
  const stream: TestStream = follow(holder.client, child.id, {
    onPiece: (piece) => {
      if (piece.kind === 'data') verifier.data(piece.offset, piece.bytes);
      else if (piece.kind === 'gap') verifier.gap(piece.from, piece.to);
    },
  });
  const print = async (bytes: number): Promise<void> => {
    const until = verifier.result.end + bytes;
    await child.type(`${bytes}\n`);
    await stream.until(() => verifier.result.end >= until);
  };
  return { child, stream, verifier, print };
}

const WHOLE = { lost: 0, doubled: 0, corrupted: 0 } as const;

describe('a disk without room', () => {
  test('does not stop the child: output goes on, the newest is kept, the rest is a named gap, and it is said', async ({ skip }) => {
    const disk = await smallDisk(4);
    if (disk === null) return skip('this user may not mount a small disk');
    const holder = await openTestHolder(disk.dataFolder);
    const { child, stream, verifier, print } = await stepped(holder);
    await print(MIB);
    // Listened for before: what was printed may still be on its way to the disk when that is full.
    const full = nextEvent(holder.client, 'disk');
    await writeFile(join(disk.spools, 'filler'), Buffer.alloc(64 * MIB)).catch(() => undefined);
    await print(MIB);
    expect(await full).toEqual({ kind: 'disk', childId: child.id, state: 'full' });
    // More than memory keeps, so that the middle has to go.
    for (let i = 0; i < 16; i += 1) await print(MIB);
    // Who looks while the disk is full gets what is there, and is told of what is not.
    const late = new OutputVerifier();
    const looker = follow(holder.client, child.id, {
      onPiece: (piece) => {
        if (piece.kind === 'data') late.data(piece.offset, piece.bytes);
        else if (piece.kind === 'gap') late.gap(piece.from, piece.to);
      },
    });
    await looker.until(() => late.result.end === 18 * MIB);
    expect(late.result).toMatchObject(WHOLE);
    expect(late.result.named).toBeGreaterThan(6 * MIB);
    expect(late.result.named).toBeLessThan(11 * MIB);
    expect(looker.pieces.filter(({ kind }) => kind === 'gap')).toMatchObject([{ reason: 'disk-full' }]);
    looker.stream.close();

    const ok = nextEvent(holder.client, 'disk');
    execFileSync('mount', ['-o', 'remount,size=64m', disk.spools]);
    expect(await ok).toMatchObject({ state: 'ok' });
    await print(MIB);
    await child.type('end\n');
    await stream.untilExit();
    // Who followed all the time missed nothing.
    expect(verifier.result).toEqual({ ...WHOLE, right: 19 * MIB, named: 0, end: 19 * MIB });
    // What is on the disk afterwards is whole but for the same gap.
    const reader = await SpoolReader.open(disk.dataFolder, child.id);
    const recorded = new OutputVerifier();
    for await (const piece of reader!.pieces(0)) {
      if (piece.kind === 'data') recorded.data(piece.offset, piece.bytes);
      else if (piece.kind === 'gap') {
        expect(piece.reason).toBe('disk-full');
        recorded.gap(piece.from, piece.to);
      }
    }
    expect(recorded.result).toEqual({ ...late.result, right: 19 * MIB - late.result.named, end: 19 * MIB });
  });

  test('does not lose an exit: it is told at once, and recorded when there is room', async ({ skip }) => {
    const disk = await smallDisk(4);
    if (disk === null) return skip('this user may not mount a small disk');
    const holder = await openTestHolder(disk.dataFolder);
    const { child, stream, print } = await stepped(holder);
    await writeFile(join(disk.spools, 'filler'), Buffer.alloc(64 * MIB)).catch(() => undefined);
    const full = nextEvent(holder.client, 'disk');
    await print(MIB);
    await full;
    await child.type('end\n');
    expect(await stream.untilExit()).toMatchObject({ code: 5 });
    expect(await readdir(join(disk.spools, child.id))).not.toContain('exit.json');
    // Told to leave, it stays until the exit is safe.
    process.kill(holder.pid, 'SIGTERM');
    const ok = nextEvent(holder.client, 'disk');
    await rm(join(disk.spools, 'filler'));
    await ok;
    await holder.client.closed;
    const reader = await SpoolReader.open(disk.dataFolder, child.id);
    expect(reader!.state).toMatchObject({ exit: { code: 5 }, end: MIB });
  });

  test('refuses to start more, with the reason', async ({ skip }) => {
    const disk = await smallDisk(1);
    if (disk === null) return skip('this user may not mount a small disk');
    const holder = await openTestHolder(disk.dataFolder);
    await writeFile(join(disk.spools, 'filler'), Buffer.alloc(8 * MIB)).catch(() => undefined);
    await expect(holder.client.spawn(specOf('/bin/sh', []))).rejects.toMatchObject({ code: 'DATA_FOLDER_FULL' });
    expect(await readdir(disk.spools)).toEqual(['filler']);
  });
});
