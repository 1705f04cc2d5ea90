import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Follower } from '../../../src-main/holder/follower.ts';
import { SpoolWriter } from '../../../src-main/holder/spool/writer.ts';
import type { ExitRecord, Piece } from '../../../src-main/holder/types.ts';
import { checkLaw, withDataFolder } from './spool/support.ts';

const KIB = 1024;
const EXIT: ExitRecord = { code: 0, signal: null, at: 1 };

type Step =
  | { readonly do: 'write'; readonly bytes: Uint8Array }
  | { readonly do: 'resize'; readonly cols: number }
  | { readonly do: 'grant'; readonly bytes: number }
  | { readonly do: 'skip'; readonly ahead: number }
  | { readonly do: 'congest'; readonly on: boolean }
  | { readonly do: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 2000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resize' as const), cols: fc.integer({ min: 1, max: 500 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('grant' as const), bytes: fc.integer({ min: 1, max: 6000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('skip' as const), ahead: fc.integer({ min: -2000, max: 5000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('congest' as const), on: fc.boolean() }) },
  { weight: 3, arbitrary: fc.constant({ do: 'wait' as const }) },
);

/** A child's spool with one follower that writes down what it gets. */
class Stage {
  readonly spool: SpoolWriter;
  readonly follower: Follower;
  readonly pieces: Piece[] = [];
  readonly behind: number[] = [];
  congested = false;
  exit: ExitRecord | undefined;
  sent = 0;
  granted: number;
  #written: Uint8Array[] = [];
  #waiting: (() => void)[] = [];

  constructor(
    folder: string,
    readyMade: { readonly keepBytes: number; readonly before: readonly Step[]; readonly from: number; readonly credit: number },
  ) {
    this.spool = new SpoolWriter({
      folder,
      keepBytes: readyMade.keepBytes,
      segmentBytes: 4 * KIB,
      size: { cols: 80, rows: 24 },
      onProgress: () => {
        this.follower?.pump();
        this.wake();
      },
      onSlow: () => undefined,
      onDisk: () => undefined,
    });
    for (const one of readyMade.before) this.play(one);
    this.granted = readyMade.credit;
    const stage = this;
    this.follower = new Follower(
      {
        folder,
        spool: this.spool,
        get exit() {
          return stage.exit;
        },
        rest: () => 0,
        caughtUp: () => undefined,
      },
      {
        get congested() {
          return stage.congested;
        },
        looked: true,
        piece: (piece) => {
          this.pieces.push(piece.kind === 'data' ? { ...piece, bytes: Buffer.from(piece.bytes) } : piece);
          if (piece.kind === 'data') this.sent += piece.bytes.length;
          expect(this.sent).toBeLessThanOrEqual(this.granted);
          this.wake();
        },
        behind: (end) => {
          this.behind.push(end);
          this.wake();
        },
        failed: (error) => {
          throw error;
        },
      },
      readyMade.from,
      readyMade.credit,
    );
  }

  get expected(): Buffer {
    return Buffer.concat(this.#written);
  }

  play(one: Step): void {
    switch (one.do) {
      case 'write': {
        this.#written.push(one.bytes);
        const bytes = Buffer.from(one.bytes);
        const offset = this.spool.append(bytes);
        this.follower?.appended(offset, bytes);
        break;
      }
      case 'resize':
        this.spool.resize(one.cols, 24);
        this.follower?.pump();
        break;
      case 'grant':
        this.granted += one.bytes;
        this.follower?.grant(one.bytes);
        break;
      case 'skip':
        this.follower?.skipTo(Math.max(0, this.spool.end + one.ahead));
        break;
      case 'congest':
        this.congested = one.on;
        if (!one.on) this.follower?.pump();
        break;
      case 'wait':
        break;
    }
  }

  /** Ends the child and gives the follower all it wants. */
  async finish(): Promise<void> {
    await this.spool.finish(EXIT);
    this.exit = EXIT;
    this.play({ do: 'congest', on: false });
    this.play({ do: 'grant', bytes: 32 * 1024 * KIB });
    while (this.pieces.at(-1)?.kind !== 'exit') await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

describe('a follower', () => {
  test('gets each byte once or has it named, within its credit, whatever happens in which order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.array(step, { maxLength: 80 }),
        fc.double({ min: 0, max: 1.2, noNaN: true }),
        fc.integer({ min: 0, max: 5000 }),
        fc.constantFrom(1024 * KIB, 6 * KIB),
        async (before, steps, where, credit, keepBytes) => {
          await withDataFolder(async (_dataFolder, folder) => {
            const length = before.reduce((sum, one) => sum + (one.do === 'write' ? one.bytes.length : 0), 0);
            const from = Math.floor(where * length);
            const stage = new Stage(folder, { keepBytes, before, from, credit });
            for (const one of steps) {
              if (one.do === 'wait') await new Promise((resolve) => setImmediate(resolve));
              stage.play(one);
            }
            await stage.finish();
            const start = Math.min(from, length);
            const gaps = checkLaw(stage.pieces, stage.expected, start, stage.spool.end);
            expect(Object.keys(gaps).filter((reason) => reason !== 'skipped' && reason !== 'expired')).toEqual([]);
            if (keepBytes > 1000 * KIB) expect(gaps.expired).toBeUndefined();
            const sizes = stage.pieces.filter((piece) => piece.kind === 'resized');
            // The first thing that is said is the size in effect, and the last size said is the last there was.
            expect(stage.pieces.find((piece) => piece.kind !== 'gap')?.kind).toBe('resized');
            expect(sizes.at(-1)).toMatchObject({ cols: stage.spool.size!.cols });
            stage.follower.close();
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('that is up to date is served before the disk has anything', async () => {
    await withDataFolder(async (_dataFolder, folder) => {
      const stage = new Stage(folder, { keepBytes: 1024 * KIB, before: [], from: 0, credit: 100 });
      stage.play({ do: 'write', bytes: Buffer.from('at once') });
      expect(stage.pieces).toMatchObject([{ kind: 'resized' }, { kind: 'data', offset: 0 }]);
      expect(stage.spool.written).toBe(0);
      await stage.finish();
    });
  });

  test('without credit is told how far the child is, a few times and not for each byte', async () => {
    await withDataFolder(async (_dataFolder, folder) => {
      const stage = new Stage(folder, { keepBytes: 1024 * KIB, before: [], from: 0, credit: 0 });
      for (let i = 0; i < 500; i += 1) stage.play({ do: 'write', bytes: Buffer.from('x') });
      expect(stage.behind).toEqual([1]);
      while (stage.behind.at(-1) !== 500) await new Promise((resolve) => setImmediate(resolve));
      expect(stage.behind).toEqual([1, 500]);
      await stage.finish();
    });
  });
});
