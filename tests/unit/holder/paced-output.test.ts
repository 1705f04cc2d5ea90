import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Hands, PacedOutput } from '#main/holder/paced-output.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

class Terminal {
  readonly got: Buffer[] = [];
  readonly output: PacedOutput;
  paused = false;
  readers = 1;
  behind = false;

  constructor(hands: Hands) {
    this.output = new PacedOutput({
      hands,
      readers: () => this.readers,
      behind: () => this.behind,
      deliver: (bytes) => this.got.push(bytes),
      setPaused: (paused) => {
        this.paused = paused;
      },
    });
  }

  get text(): string {
    return Buffer.concat(this.got).toString();
  }

  /** Writes whenever it is read, in pieces of 4 KiB, for so long. @returns bytes a second */
  flood(ms: number): number {
    const before = Buffer.concat(this.got).length;
    for (let at = 0; at < ms; at++) {
      for (let i = 0; i < 20 && !this.paused; i++) this.output.take(Buffer.alloc(4 * KIB, 0x2e));
      vi.advanceTimersByTime(1);
    }
    return ((Buffer.concat(this.got).length - before) / ms) * 1000;
  }
}

let hands: Hands;
let flooding: Terminal;
let quiet: Terminal;

/** Somebody types ten times a second for so long. @returns what the flood came to, bytes a second */
const kept = (ms: number, typed: () => void): number => {
  let bytes = 0;
  for (let at = 0; at < ms; at += 100) {
    typed();
    bytes += flooding.flood(100) / 10;
  }
  return (bytes / ms) * 1000;
};

beforeEach(() => {
  vi.useFakeTimers();
  hands = new Hands(() => vi.getMockedSystemTime()?.getTime() ?? 0);
  flooding = new Terminal(hands);
  quiet = new Terminal(hands);
});
afterEach(() => vi.useRealTimers());

describe('a flood', () => {
  test('goes as it comes while nobody types', () => {
    expect(flooding.flood(100)).toBe(80 * KIB * 1000);
    expect(flooding.output.rest(MIB)).toBe(0);
  });

  test('is kept to a rate while somebody types elsewhere, and goes on half a second later', () => {
    const rate = kept(2000, () => quiet.output.typed());
    expect(rate).toBeGreaterThan(4 * MIB * availableParallelism());
    expect(rate).toBeLessThan(8 * MIB * availableParallelism());
    expect(flooding.output.rest(MIB)).toBeGreaterThan(0);
    vi.advanceTimersByTime(500);
    expect(flooding.flood(100)).toBe(80 * KIB * 1000);
  });

  test('that one window shows goes as fast as a hidden one, and slower with each window more', () => {
    const hidden = kept(1000, () => quiet.output.typed());
    flooding.readers = 2;
    expect(kept(1000, () => quiet.output.typed())).toBeCloseTo(hidden, -6);
    flooding.readers = 3;
    const two = kept(1000, () => quiet.output.typed());
    expect(two / hidden).toBeLessThan(0.35);
    flooding.readers = 7;
    const six = kept(1000, () => quiet.output.typed());
    expect(six / two).toBeGreaterThan(0.4);
    expect(six / two).toBeLessThan(0.6);
  });

  test('goes no faster than the one window that shows it takes it, and goes on when that has', () => {
    flooding.readers = 2;
    const fast = kept(1000, () => quiet.output.typed());
    while (!flooding.paused) flooding.output.take(Buffer.alloc(4 * KIB));
    flooding.behind = true;
    vi.advanceTimersByTime(10);
    expect(flooding.paused).toBe(true);
    flooding.output.caughtUp();
    expect(flooding.paused).toBe(true);
    flooding.behind = false;
    flooding.output.caughtUp();
    expect(flooding.paused).toBe(false);

    // One that takes nothing at all has no more say than that.
    flooding.behind = true;
    const stuck = kept(1000, () => quiet.output.typed());
    expect(stuck / fast).toBeGreaterThan(0.1);
    expect(stuck / fast).toBeLessThan(0.3);
    // Nor has one of several.
    flooding.readers = 3;
    const behind = kept(1000, () => quiet.output.typed());
    flooding.behind = false;
    expect(behind / kept(1000, () => quiet.output.typed())).toBeGreaterThan(0.8);
  });

  test('is handed on no sooner for a window that has taken all of it at once', () => {
    flooding.readers = 2;
    quiet.output.typed();
    while (!flooding.paused) flooding.output.take(Buffer.alloc(4 * KIB));
    flooding.output.caughtUp();
    expect(flooding.paused).toBe(true);
  });

  test('in the terminal that is typed into is not slowed, nor in several that are typed into together', () => {
    const rate = kept(200, () => {
      flooding.output.typed();
      quiet.output.typed();
    });
    expect(rate).toBe(80 * KIB * 1000);
  });
});

test('a little output goes at once, whoever types', () => {
  quiet.output.typed();
  flooding.output.take(Buffer.from('a prompt'));
  expect(flooding.text).toBe('a prompt');
});

test('slices keep the order, and nothing stays behind', () => {
  quiet.output.typed();
  flooding.output.take(Buffer.alloc(3 * KIB, 0x61));
  flooding.output.take(Buffer.from('b'));
  expect(flooding.got).toEqual([]);
  vi.advanceTimersByTime(4);
  flooding.output.take(Buffer.alloc(3 * KIB, 0x63));
  flooding.output.close();
  expect(flooding.text).toBe(`${'a'.repeat(3 * KIB)}b${'c'.repeat(3 * KIB)}`);
});

test('what waits is there before the answer to a key', () => {
  quiet.output.typed();
  flooding.output.take(Buffer.alloc(3 * KIB, 0x61));
  flooding.output.typed();
  flooding.output.take(Buffer.from('echo'));
  expect(flooding.text.endsWith('aecho')).toBe(true);
});

test('typing into a flood that rests for the keys elsewhere ends the rest', () => {
  flooding.readers = 7;
  kept(200, () => quiet.output.typed());
  while (!flooding.paused) flooding.output.take(Buffer.alloc(4 * KIB));
  flooding.output.typed();
  expect(flooding.paused).toBe(false);
});

test('a thousand readers slow a flood no more than seven, and no rest is longer than the hands are there', () => {
  flooding.readers = 7;
  const seven = kept(1000, () => quiet.output.typed());
  flooding.readers = 1000;
  expect(kept(1000, () => quiet.output.typed()) / seven).toBeGreaterThan(0.8);
  expect(flooding.output.rest(1024 * MIB)).toBe(500);
});
