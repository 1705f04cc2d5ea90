import { open, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECORD_BYTES } from '../../../../src-main/holder/spool/format.ts';
import { SpoolReader } from '../../../../src-main/holder/spool/reader.ts';
import { CHILD, checkLaw, readAll, TestWriter, withDataFolder } from './support.ts';

const KIB = 1024;

/** What a child does, in order. */
type Step =
  | { readonly do: 'write'; readonly bytes: Uint8Array }
  | { readonly do: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly do: 'settle' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 3000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('resize' as const),
      cols: fc.integer({ min: 1, max: 500 }),
      rows: fc.integer({ min: 1, max: 200 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'settle' as const }) },
);

/** Plays steps into a writer; returns all bytes that were written. */
async function play(writer: TestWriter, steps: readonly Step[]): Promise<Buffer> {
  const written: Uint8Array[] = [];
  for (const one of steps) {
    if (one.do === 'write') {
      writer.writer.append(Buffer.from(one.bytes));
      written.push(one.bytes);
    } else if (one.do === 'resize') writer.writer.resize(one.cols, one.rows);
    else await writer.allWritten();
  }
  return Buffer.concat(written);
}

/** Damage to one of the files of a spool: the file and the place as fractions. */
const damage = fc.record({
  file: fc.double({ min: 0, max: 0.999, noNaN: true }),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  kind: fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), mask: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ kind: fc.constant('truncate' as const) }),
    fc.record({ kind: fc.constant('zero' as const), length: fc.integer({ min: 1, max: 5000 }) }),
    fc.record({ kind: fc.constant('remove' as const) }),
  ),
});
type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

async function inflict(folder: string, { file, at, kind }: Damage): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.(seg|idx)$/.test(name)).sort();
  const name = names[Math.floor(file * names.length)];
  if (name === undefined) return;
  const path = join(folder, name);
  const { size } = await stat(path);
  const position = Math.floor(at * size);
  if (kind.kind === 'remove') return rm(path);
  if (kind.kind === 'truncate') return truncate(path, position);
  const handle = await open(path, 'r+');
  try {
    if (size === 0) return;
    const length = Math.min(kind.kind === 'flip' ? 1 : kind.length, size - position);
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, position);
    if (kind.kind === 'flip') bytes.writeUInt8((bytes[0] ?? 0) ^ kind.mask, 0);
    else bytes.fill(0);
    await handle.write(bytes, 0, length, position);
  } finally {
    await handle.close();
  }
}

describe('a spool', () => {
  test('gives back every byte and every size from any offset, whatever was written when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), async (steps, where) => {
        await withDataFolder(async (dataFolder, folder) => {
          const writer = new TestWriter(folder, { segmentBytes: 8 * KIB });
          const expected = await play(writer, steps);
          await writer.finish();
          const from = Math.floor(where * expected.length);
          const { reader, pieces } = await readAll(dataFolder, from);
          expect(reader.end).toBe(expected.length);
          expect(checkLaw(pieces, expected, from, expected.length)).toEqual({});
          expect(sizesOf(pieces)).toEqual(sizesFrom(steps, from));
          expect(pieces.at(-1)).toMatchObject({ kind: 'exit', exit: { code: 0 } });
        });
      }),
      { numRuns: 60 },
    );
  });

  test('keeps the newest bytes it was asked to keep, and names what it has dropped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 20, maxLength: 100 }),
        fc.integer({ min: 0, max: 64 * KIB }),
        async (steps, keepBytes) => {
          await withDataFolder(async (dataFolder, folder) => {
            const writer = new TestWriter(folder, { segmentBytes: 4 * KIB, keepBytes });
            const expected = await play(writer, steps);
            await writer.finish();
            const { reader, pieces } = await readAll(dataFolder);
            const gaps = checkLaw(pieces, expected, 0, expected.length);
            expect(gaps).toEqual(reader.firstAvailable === 0 ? {} : { expired: reader.firstAvailable });
            expect(reader.firstAvailable).toBe(writer.writer.firstAvailable);
            expect(reader.end - reader.firstAvailable).toBeGreaterThanOrEqual(Math.min(keepBytes, expected.length));
            if (reader.firstAvailable > 0) expect(sizesOf(pieces)[0]).toEqual(sizesFrom(steps, reader.firstAvailable)[0]);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('after any damage each byte is still right, or named as missing, and nothing is there twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (steps, damages, where) => {
          await withDataFolder(async (dataFolder, folder) => {
            const writer = new TestWriter(folder, { segmentBytes: 8 * KIB });
            const expected = await play(writer, steps);
            await writer.finish();
            for (const one of damages) await inflict(folder, one);
            const reader = await SpoolReader.open(dataFolder, CHILD);
            const end = reader!.end;
            expect(end).toBeLessThanOrEqual(expected.length);
            for (const from of [0, Math.floor(where * end)]) {
              const { pieces } = await readAll(dataFolder, from);
              checkLaw(pieces, expected, from, end);
            }
          });
        },
      ),
      { numRuns: 120 },
    );
  });

  test('a flipped byte costs the block it is in and nothing else', async () => {
    await withDataFolder(async (dataFolder, folder) => {
      const writer = new TestWriter(folder);
      const parts = Array.from({ length: 20 }, (_, i) => Buffer.alloc(1000, i));
      for (const part of parts) {
        writer.writer.append(part);
        await writer.allWritten();
      }
      await writer.finish();
      await inflict(folder, { file: 0.999, at: 0.512, kind: { kind: 'flip', mask: 1 } });
      const { pieces } = await readAll(dataFolder);
      expect(checkLaw(pieces, Buffer.concat(parts), 0, 20_000)).toEqual({ damaged: 1000 });
    });
  });

  test('bytes that a killed holder wrote without their record are named, not handed out unchecked', async () => {
    await withDataFolder(async (dataFolder, folder) => {
      const writer = new TestWriter(folder);
      writer.writer.append(Buffer.from('recorded'));
      await writer.allWritten();
      await writer.writer.abandon();
      const segment = (await readdir(folder)).find((name) => name.endsWith('.seg'))!;
      const handle = await open(join(folder, segment), 'a');
      await handle.write('half-way');
      await handle.close();
      const { reader, pieces } = await readAll(dataFolder);
      expect(reader.end).toBe(16);
      expect(reader.state.exit).toBeNull();
      expect(checkLaw(pieces, Buffer.from('recordedhalf-way'), 0, 16)).toEqual({ damaged: 8 });
    });
  });

  test('many small writes are recorded in few disk writes, and each is checkable', async () => {
    await withDataFolder(async (dataFolder, folder) => {
      const writer = new TestWriter(folder);
      for (let i = 0; i < 5000; i += 1) writer.writer.append(Buffer.from([i & 0xff]));
      await writer.finish();
      const index = (await readdir(folder)).find((name) => name.endsWith('.idx'))!;
      expect((await stat(join(folder, index))).size / RECORD_BYTES).toBeLessThan(100);
      const { pieces } = await readAll(dataFolder);
      expect(checkLaw(pieces, Buffer.from(Array.from({ length: 5000 }, (_, i) => i & 0xff)), 0, 5000)).toEqual({});
    });
  });

  test('the exit is on disk, readable and whole', async () => {
    await withDataFolder(async (dataFolder, folder) => {
      const writer = new TestWriter(folder, { size: null });
      writer.writer.append(Buffer.from('x'));
      expect(await writer.writer.finish({ code: null, signal: 'SIGKILL', at: 42 })).toBe('durable');
      expect(JSON.parse(await readFile(join(folder, 'exit.json'), 'utf8'))).toEqual({ code: null, signal: 'SIGKILL', at: 42, lost: false });
      const { reader, pieces } = await readAll(dataFolder);
      expect(reader.state).toMatchObject({ exit: { code: null, signal: 'SIGKILL', at: 42 }, lost: false, size: null });
      expect(pieces.map(({ kind }) => kind)).toEqual(['data', 'exit']);
    });
  });

  test('a child that never said anything has an empty spool with its exit', async () => {
    await withDataFolder(async (dataFolder, folder) => {
      const writer = new TestWriter(folder);
      await writer.finish();
      const { reader, pieces } = await readAll(dataFolder);
      expect(reader).toMatchObject({ firstAvailable: 0, end: 0 });
      expect(pieces).toMatchObject([{ kind: 'exit', offset: 0 }]);
    });
  });

  test('a spool that does not exist is null', async () => {
    await withDataFolder(async (dataFolder) => {
      expect(await SpoolReader.open(dataFolder, CHILD)).toBeNull();
    });
  });

  test('slows the child when the disk is more than 8 MiB behind, and lets it go on below the half', async () => {
    await withDataFolder(async (_dataFolder, folder) => {
      const writer = new TestWriter(folder);
      for (let i = 0; i < 9; i += 1) writer.writer.append(Buffer.alloc(1024 * KIB, i));
      expect(writer.slow).toEqual([true]);
      await writer.allWritten();
      expect(writer.slow).toEqual([true, false]);
      await writer.finish();
    });
  });
});

function sizesOf(pieces: readonly { readonly kind: string }[]): unknown[] {
  return pieces.filter(({ kind }) => kind === 'resized');
}

/** The sizes that a reader from `from` on must see: the one in effect there, then each that follows. */
function sizesFrom(steps: readonly Step[], from: number): unknown[] {
  let end = 0;
  const sizes = [{ kind: 'resized', offset: 0, cols: 80, rows: 24 }];
  const total = steps.reduce((sum, one) => sum + (one.do === 'write' ? one.bytes.length : 0), 0);
  if (total === 0 && !steps.some((one) => one.do === 'resize')) return [];
  for (const one of steps) {
    if (one.do === 'write') end += one.bytes.length;
    else if (one.do === 'resize') sizes.push({ kind: 'resized', offset: end, cols: one.cols, rows: one.rows });
  }
  const before = sizes.filter(({ offset }) => offset < from).slice(-1);
  return [...before.map((size) => ({ ...size, offset: from })), ...sizes.filter(({ offset }) => offset >= from)];
}
