import { quantile } from '../harness.ts';

/** Key presses of one run. */
export const KEYSTROKES = 2_000;
/** Raw and without the kernel's echo, so that the answer comes from the program behind the terminal. Says R when it is ready. */
export const ECHO_PROGRAM = 'stty raw -echo; printf R; exec cat';
const LETTERS = Buffer.from('abcdefghijklmnopqrstuvwxyz');

/** Waits for single bytes in a stream of chunks without keeping what went by. */
export class ByteWatch {
  #wanted = -1;
  #resolve: (() => void) | undefined;

  feed(chunk: Uint8Array): void {
    if (this.#resolve === undefined || !chunk.includes(this.#wanted)) return;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve();
  }

  until(byte: number): Promise<void> {
    this.#wanted = byte;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
}

/**
 * Times one letter after the other: write it, wait until it comes back, rest. Milliseconds each.
 * @param more asked before each letter
 */
export async function typeWhile(
  more: (typed: number) => boolean,
  write: (letter: Buffer) => void,
  watch: ByteWatch,
  rest: () => Promise<unknown> = async () => undefined,
): Promise<number[]> {
  const took: number[] = [];
  while (more(took.length)) {
    const i = took.length % LETTERS.length;
    const letter = LETTERS.subarray(i, i + 1);
    const seen = watch.until(letter[0] ?? 0);
    const start = performance.now();
    write(letter);
    await seen;
    took.push(performance.now() - start);
    await rest();
  }
  return took;
}

/** Figures of a run under their metric ids. */
export function echoFigures(id: string, took: readonly number[]): Record<string, number> {
  return { [`${id}.p50`]: quantile(took, 0.5), [`${id}.p95`]: quantile(took, 0.95) };
}
