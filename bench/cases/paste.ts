import { createHash } from 'node:crypto';
import type { Benchmark } from '../harness.ts';
import { openBarePty } from '../peers/bare-pty.ts';
import { pattern } from '../support/corpus.ts';
import { openBenchHolder } from '../support/holder.ts';

const SIZE = 16 * 1024 * 1024;
// The reader says R when its terminal is raw, then the hash of exactly SIZE bytes.
const READER = `stty raw -echo; printf R; head -c ${SIZE} | sha256sum`;

/** Collects text until it holds what is waited for. */
class TextWatch {
  #text = '';
  #check: (() => void) | undefined;

  feed(chunk: Uint8Array): void {
    this.#text += Buffer.from(chunk).toString('latin1');
    this.#check?.();
  }

  until(found: RegExp): Promise<string> {
    return new Promise((resolve) => {
      this.#check = () => {
        const match = found.exec(this.#text);
        if (match !== null) resolve(match[0]);
      };
      this.#check();
    });
  }
}

/** P10: 16 MiB pasted in one write, beside one write to a bare terminal; the bytes must be the same. */
export const paste: Benchmark = {
  id: 'P10',
  title: 'paste of 16 MiB into a hashing reader',
  peer: 'node-pty, one write',
  needs: ['stty', 'head', 'sha256sum'],
  pairs: 15,
  metrics: [{ id: 'P10', unit: 'MiB/s', bound: 'least', target: 0.8 }],
  async open() {
    const holder = await openBenchHolder();
    const bytes = pattern(SIZE);
    const expected = createHash('sha256').update(bytes).digest('hex');

    const check = (hash: string): void => {
      if (hash !== expected) throw new Error(`the pasted bytes changed on the way: ${hash} instead of ${expected}`);
    };
    const rate = (start: number): Record<string, number> => ({ P10: SIZE / 2 ** 20 / ((performance.now() - start) / 1000) });

    return {
      ours: async () => {
        const watch = new TextWatch();
        const child = await holder.spawn('sh', ['-c', READER], (chunk) => watch.feed(chunk));
        await watch.until(/R/);
        const start = performance.now();
        const hash = watch.until(/[0-9a-f]{64}/);
        const written = child.input(bytes);
        check(await hash);
        const result = rate(start);
        await written;
        await child.close();
        return result;
      },
      theirs: async () => {
        const watch = new TextWatch();
        const bare = openBarePty('sh', ['-c', READER]);
        bare.onData((chunk) => watch.feed(chunk));
        await watch.until(/R/);
        const start = performance.now();
        const hash = watch.until(/[0-9a-f]{64}/);
        bare.pty.write(bytes);
        check(await hash);
        const result = rate(start);
        await bare.close();
        return result;
      },
      close: () => holder.close(),
    };
  },
};
