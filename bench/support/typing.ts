/** Key presses of one run. */
export const KEYSTROKES = 2_000;
/** Raw and without the kernel's echo, so that the answer comes from the program behind the terminal. Says R when it is ready. */
export const ECHO_PROGRAM = 'stty raw -echo; printf R; exec cat';
const LETTERS = Buffer.from('abcdefghijklmnopqrstuvwxyz');

/** Times one letter after the other: write it, wait until it comes back. Milliseconds each. */
export async function typeAll(write: (letter: Buffer) => void, until: (letter: number) => Promise<void>): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const letter = LETTERS.subarray(i % LETTERS.length, (i % LETTERS.length) + 1);
    const seen = until(letter[0] ?? 0);
    const start = performance.now();
    write(letter);
    await seen;
    took.push(performance.now() - start);
  }
  return took;
}

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
