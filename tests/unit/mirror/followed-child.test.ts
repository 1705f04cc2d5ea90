import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ByteStream, Piece, StreamOptions } from '#main/holder/types.ts';
import type { ChildSource } from '#main/mirror/children/child-source.ts';
import { FLOOD_BYTES, QUIET_MS } from '#main/mirror/flood.ts';
import { FollowedChild } from '#main/mirror/followed-child.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

const MIB = 1024 * 1024;

/** Output that the test writes; it keeps to the credit as a holder does. */
class Source implements ChildSource {
  readonly cols = 80;
  readonly rows = 24;
  readonly firstAvailable = 0;
  readonly exit = null;
  readonly holder = null;
  end = 0;
  sent = 0;
  credit = 0;
  options: StreamOptions | null = null;
  opened = 0;

  open(options: StreamOptions): ByteStream {
    this.opened += 1;
    this.options = options;
    this.credit = options.credit;
    this.sent = options.from;
    queueMicrotask(() => this.pump());
    return {
      grant: (bytes) => {
        this.credit += bytes;
        queueMicrotask(() => this.pump());
      },
      skipTo: () => undefined,
      close: () => {
        this.options = null;
      },
    };
  }

  currentEnd(): Promise<number> {
    return Promise.resolve(this.end);
  }

  write(bytes: number): void {
    this.end += bytes;
    this.pump();
  }

  piece(piece: Piece): void {
    this.options?.onPiece(piece);
  }

  pump(): void {
    while (this.options !== null && this.sent < this.end && this.credit > 0) {
      const size = Math.min(64 * 1024, this.end - this.sent, this.credit);
      this.credit -= size;
      this.sent += size;
      this.piece({ kind: 'data', offset: this.sent - size, bytes: new Uint8Array(size).fill(0x2e) });
    }
    if (this.options !== null && this.sent < this.end) this.options.onBehind?.(this.end);
  }
}

function follow(source: Source, locate = (): Promise<ChildSource> => Promise.resolve(source)) {
  const settled: number[] = [];
  const lost: string[] = [];
  const child = new FollowedChild({
    childId: 'trm_1',
    locate,
    onSignal: () => undefined,
    onSettled: (_id, offset) => settled.push(offset),
    onLost: () => lost.push('lost'),
  });
  return { child, settled, lost };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('what comes at a usual pace is parsed as it comes, and the screen settles', async () => {
  const source = new Source();
  const { child, settled } = follow(source);
  await child.ready;
  source.write(1000);
  expect(child.position).toEqual({ at: 1000, end: 1000 });
  await vi.advanceTimersByTimeAsync(100);
  expect(settled).toEqual([1000]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(vi.getTimerCount()).toBe(0);
  child.close();
});

test('a screen that changes all the time is told twice a second', async () => {
  const source = new Source();
  const { child, settled } = follow(source);
  await child.ready;
  for (let ms = 0; ms < 2000; ms += 20) {
    source.write(10);
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(settled.length).toBeGreaterThanOrEqual(3);
  expect(settled.length).toBeLessThanOrEqual(5);
  child.close();
});

test('in a flood it stands still, and when that is over reads the rest at leisure', async () => {
  const source = new Source();
  const { child, settled } = follow(source);
  await child.ready;
  for (let i = 0; i < 16; i++) {
    source.write(MIB);
    await vi.advanceTimersByTimeAsync(10);
  }
  const stood = child.position.at;
  expect(stood).toBeGreaterThanOrEqual(FLOOD_BYTES);
  expect(stood).toBeLessThan(4 * MIB);
  expect(settled).toEqual([]);
  for (let i = 0; i < 30; i++) {
    source.write(MIB / 4);
    await vi.advanceTimersByTimeAsync(QUIET_MS / 2);
  }
  expect(child.position.at).toBe(stood);
  await vi.advanceTimersByTimeAsync(QUIET_MS * 2);
  expect(child.position.at).toBeGreaterThan(stood);
  await vi.runAllTimersAsync();
  expect(child.position).toEqual({ at: source.end, end: source.end });
  expect(settled.at(-1)).toBe(source.end);
  child.close();
});

test('a question in a flood is answered at the byte that was asked for', async () => {
  const source = new Source();
  const { child } = follow(source);
  await child.ready;
  for (let i = 0; i < 16; i++) source.write(MIB);
  expect(child.position.at).toBeLessThan(4 * MIB);
  const text = await child.text(12 * MIB);
  expect(text.offset).toBeGreaterThanOrEqual(12 * MIB);
  child.close();
});

test('nobody is shown a screen from before what was there when the child was found', async () => {
  const source = new Source();
  source.end = 8 * MIB;
  const { child } = follow(source);
  expect((await child.text(0)).offset).toBe(8 * MIB);
  child.close();
});

test('a broken stream is opened again where it stood, and who waited is told', async () => {
  const source = new Source();
  const { child } = follow(source);
  await child.ready;
  source.write(1000);
  const waiting = child.text(5000);
  const refused = expect(waiting).rejects.toMatchObject({ code: 'MIRROR_UNAVAILABLE' });
  await Promise.resolve();
  source.options?.onClosed(new Error('the holder is gone'));
  await refused;
  await vi.advanceTimersByTimeAsync(300);
  expect(source.opened).toBe(2);
  source.write(4000);
  expect((await child.text(5000)).offset).toBe(5000);
  child.close();
});

test('a child that nobody knows any more is given up', async () => {
  const source = new Source();
  let known = true;
  const { child, lost } = follow(source, () => (known ? Promise.resolve(source) : Promise.reject(new KimiError('NOT_FOUND', {}))));
  await child.ready;
  known = false;
  source.options?.onClosed(new Error('the holder is gone'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(lost).toEqual(['lost']);
  child.close();
});

test('at the exit everybody who waits gets the last screen', async () => {
  const source = new Source();
  const { child } = follow(source);
  await child.ready;
  source.write(10);
  const waiting = child.text(1_000_000);
  await Promise.resolve();
  source.piece({ kind: 'exit', offset: 10, exit: { code: 0, signal: null, at: 1 } });
  expect((await waiting).offset).toBe(10);
  expect(child.ended).toBe(true);
  child.close();
});
