import { resolve } from 'node:path';
import { LINE_BYTES, recordedLines } from './output-generator.mjs';

/** Path of the program whose output can be verified. */
export const OUTPUT_GENERATOR = resolve(import.meta.dirname, 'output-generator.mjs');

/** What a stream did to the generator's output. All in bytes. */
export interface VerifiedOutput {
  /** Right bytes at the right place, each counted once. */
  readonly right: number;
  /** Missing without a word. */
  readonly lost: number;
  /** Delivered again. */
  readonly doubled: number;
  /** Delivered with another value. */
  readonly corrupted: number;
  /** Missing, and said so by a gap. */
  readonly named: number;
  /** Offset just past the last byte delivered or named. */
  readonly end: number;
}

/** Compares what a viewer gets, piece by piece in the order of delivery, with what the generator printed. */
export class OutputVerifier {
  readonly #seed: string;
  #position: number;
  #counts = { right: 0, lost: 0, doubled: 0, corrupted: 0, named: 0 };

  /** @param from offset from which on the viewer asked for output */
  constructor(seed = 'seed', from = 0) {
    this.#seed = seed;
    this.#position = from;
  }

  /** Output was delivered at `offset`. */
  data(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (offset > this.#position) this.#counts.lost += offset - this.#position;
    const fresh = Math.min(Math.max(this.#position, offset), end);
    this.#counts.doubled += fresh - offset;
    const wrong = differences(bytes.subarray(fresh - offset), expectedOutput(this.#seed, fresh, end));
    this.#counts.corrupted += wrong;
    this.#counts.right += end - fresh - wrong;
    this.#position = Math.max(this.#position, end);
  }

  /** The stream said that [from, to) is missing. */
  gap(from: number, to: number): void {
    if (from > this.#position) this.#counts.lost += from - this.#position;
    this.#counts.named += Math.max(0, to - Math.max(from, this.#position));
    this.#position = Math.max(this.#position, to);
  }

  /** The stream ended at `end`: what had not come by then does not come any more. */
  ended(end: number): void {
    if (end > this.#position) this.#counts.lost += end - this.#position;
    this.#position = Math.max(this.#position, end);
  }

  get result(): VerifiedOutput {
    return { ...this.#counts, end: this.#position };
  }
}

/** What the generator prints in [from, to), as recorded. */
export function expectedOutput(seed: string, from: number, to: number): Buffer {
  const first = Math.floor(from / LINE_BYTES);
  const lines = recordedLines(seed, first, Math.ceil(to / LINE_BYTES) - first);
  return lines.subarray(from - first * LINE_BYTES, to - first * LINE_BYTES);
}

function differences(a: Uint8Array, b: Buffer): number {
  if (b.equals(a)) return 0;
  let count = 0;
  for (const [i, byte] of a.entries()) if (byte !== b[i]) count += 1;
  return count;
}
