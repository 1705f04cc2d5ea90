/*
 * Who types goes first. One thread reads all terminals of a holder, and a program that floods takes that thread, and with its mirror and
 * its viewers every core of a small machine: a key pressed elsewhere would wait behind it on each leg of its way. So while somebody
 * types in one terminal, the floods of the others are read in slices, at a rate that leaves room, and one that a single window shows no faster
 * than that window takes it: it would be skipped forward by pictures, which cost it more than the bytes. It is bounded from below too: no viewer
 * that stands still has a say in it, and nothing is lost. The program waits for its terminal, as it does for a disk.
 */

import { availableParallelism } from 'node:os';

/** Keys come some 100 ms apart; after a pause of this length nobody types any more. */
const HANDS_MS = 500;
/**
 * What a flood that several viewers show may cost while somebody types elsewhere, bytes a second for each core, each byte counted once for
 * being read and once for each that it is handed to. On two cores two windows come to 1.5 MiB/s. The figure is from P5 (bench/RESULTS.md).
 */
const BUDGET_PER_CORE = 3 * 1024 * 1024;
/** What a flood that one window shows at most may come to, bytes a second for each core (W3, bench/RESULTS.md). */
const ONE_WINDOW_PER_CORE = 6 * 1024 * 1024;
/** And what it comes to at least, however little the window takes: it may be stuck. */
const ONE_WINDOW_LEAST_PER_CORE = 1024 * 1024;
/** The mirror, and a window. */
const FEW_READERS = 2;
/** However many see it, a flood costs no more than as many as this: viewers must not slow a program for as long as they like. */
const MOST_READERS = 7;
/** Handed on in one piece: what a piece costs on its way, it costs for each that it is handed to. */
const SLICE_BYTES = 64 * 1024;
/** A slice that does not fill up waits no longer. */
const SLICE_MS = 4;
/** A smaller read is no flood, and goes at once (see process/read-on.ts). */
const FLOOD_BYTES = 2048;

/** When somebody wrote to any child of a holder. */
export class Hands {
  readonly now: () => number;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** @param now a steady clock, ms */
  constructor(now: () => number = performance.now.bind(performance)) {
    this.now = now;
  }

  /** Somebody writes now. */
  typed(): void {
    this.#lastAt = this.now();
  }

  /** Whether somebody writes to another child than the one that was written to at `ownAt`. */
  elsewhere(ownAt: number): boolean {
    const now = this.now();
    return now - this.#lastAt < HANDS_MS && now - ownAt >= HANDS_MS;
  }
}

export interface PacedOutputOptions {
  readonly hands: Hands;
  /** How many the output is handed to. */
  readonly readers: () => number;
  /** Whether one of them that somebody looks at has not been handed all of it yet, because it has yet to take what it was handed before. */
  readonly behind: () => boolean;
  /** Takes the output, in order. */
  readonly deliver: (bytes: Buffer) => void;
  /** Stops and resumes reading. */
  readonly setPaused: (paused: boolean) => void;
}

/** One child's output on its way to the spool and the followers. */
export class PacedOutput {
  readonly #o: PacedOutputOptions;
  #typedAt = Number.NEGATIVE_INFINITY;
  #slice: Buffer[] = [];
  #bytes = 0;
  #since = 0;
  #sliceTimer: NodeJS.Timeout | null = null;
  #pauseTimer: NodeJS.Timeout | null = null;
  /** Reading goes on no sooner, whoever has taken all of it. */
  #earliest = 0;

  constructor(options: PacedOutputOptions) {
    this.#o = options;
  }

  /** Somebody writes to this child: what it says is awaited. */
  typed(): void {
    const { hands } = this.#o;
    hands.typed();
    this.awaited();
  }

  /** What this child says next is awaited, though nobody types: something else has written to it. */
  awaited(): void {
    this.#typedAt = this.#o.hands.now();
    this.flush();
    this.#resume();
  }

  /**
   * How long whoever reads the recording rests after so many bytes, ms: what was written in a flood is no more urgent than the flood. 0 while
   * nobody types elsewhere.
   */
  rest(bytes: number): number {
    return this.#o.hands.elsewhere(this.#typedAt) ? this.#paced(bytes) : 0;
  }

  /** A reader that somebody looks at has been handed all there is. */
  caughtUp(): void {
    if (this.#pauseTimer !== null && this.#o.hands.now() >= this.#earliest && !this.#o.behind()) this.#resume();
  }

  /** Whether what comes is put together into slices at the moment. */
  get gathers(): boolean {
    return this.#bytes > 0;
  }

  /** The program wrote. */
  take(bytes: Buffer): void {
    const { hands, deliver } = this.#o;
    if (this.#bytes === 0) {
      if (bytes.length < FLOOD_BYTES || !hands.elsewhere(this.#typedAt)) {
        deliver(bytes);
        return;
      }
      this.#since = hands.now();
      this.#sliceTimer = setTimeout(() => this.#endSlice(), SLICE_MS);
    }
    this.#slice.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= SLICE_BYTES) this.#endSlice();
  }

  /** Hands on what waits. */
  flush(): void {
    if (this.#sliceTimer !== null) clearTimeout(this.#sliceTimer);
    this.#sliceTimer = null;
    if (this.#bytes === 0) return;
    const [slice, bytes] = [this.#slice, this.#bytes];
    this.#slice = [];
    this.#bytes = 0;
    this.#o.deliver(Buffer.concat(slice, bytes));
  }

  /** Hands on what waits; reading is not resumed any more. */
  close(): void {
    this.flush();
    if (this.#pauseTimer !== null) clearTimeout(this.#pauseTimer);
    this.#pauseTimer = null;
  }

  /** How long so many bytes take at the rate, ms; never longer than it is kept. */
  #paced(bytes: number): number {
    const readers = Math.min(this.#o.readers(), MOST_READERS);
    return timeFor(bytes, readers <= FEW_READERS ? ONE_WINDOW_PER_CORE : BUDGET_PER_CORE / (1 + readers));
  }

  #resume(): void {
    if (this.#pauseTimer === null) return;
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = null;
    this.#o.setPaused(false);
  }

  /** Hands a slice on; the next one begins when its time has come, and a single window has room for it. */
  #endSlice(): void {
    const { hands, setPaused } = this.#o;
    const bytes = this.#bytes;
    this.#earliest = this.#since + this.#paced(bytes);
    this.flush();
    // What is still on its way when reading has been stopped goes with the next slice.
    if (this.#pauseTimer !== null) return;
    const wait = this.#earliest - hands.now();
    if (wait <= 0 && !this.#waits()) return;
    setPaused(true);
    this.#pauseTimer = setTimeout(() => this.#timeHasCome(bytes), Math.max(wait, 0));
  }

  #timeHasCome(bytes: number): void {
    const wait = this.#waits() ? this.#since + timeFor(bytes, ONE_WINDOW_LEAST_PER_CORE) - this.#o.hands.now() : 0;
    if (wait > 0) this.#pauseTimer = setTimeout(() => this.#resume(), wait);
    else this.#resume();
  }

  #waits(): boolean {
    return this.#o.readers() <= FEW_READERS && this.#o.behind();
  }
}

/** How long so many bytes take at a rate of so many a second and core, ms; never longer than hands rest. */
function timeFor(bytes: number, perCore: number): number {
  return Math.min((bytes * 1000) / (perCore * availableParallelism()), HANDS_MS);
}
