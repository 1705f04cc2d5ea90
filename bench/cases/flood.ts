import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { type Benchmark, quantile } from '../harness.ts';
import { openBarePty } from '../peers/bare-pty.ts';
import { plainLines } from '../support/corpus.ts';
import { specOf } from '../support/holder.ts';
import { openStack } from '../support/stack.ts';

const SIZE = 32 * 2 ** 20;
// Nothing was gained above 4 MiB (a receiver that parses as fast as it can).
const CREDIT = 4 * 2 ** 20;

const screen = () => new xterm.Terminal({ cols: 80, rows: 24, scrollback: 1000, allowProposedApi: true });

/** The more a core does, the less two processes are ahead of one: the same code came to 1.26 beside 25 MiB/s and to 0.94 beside 43. */
const ONE_PROCESS = 'holds on a machine with slow cores, and not on one with fast ones (bench/RESULTS.md)';

/** P2: 32 MiB of lines from a program through spool and gateway into a parser in another process, the mirror standing still. */
export const flood: Benchmark = {
  id: 'P2',
  title: 'flood of 32 MiB to a parsing viewer',
  peer: 'node-pty + @xterm/headless in one process',
  needs: ['cat'],
  pairs: 15,
  metrics: [{ id: 'P2', unit: 'MiB/s', bound: 'least', target: 1.2, notYet: { why: ONE_PROCESS, meanwhile: 0.8 } }],
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-corpus-'));
    const corpus = join(folder, 'lines.txt');
    await writeFile(corpus, plainLines(SIZE));
    const stack = await openStack();
    const caughtUp: number[] = [];
    let serial = 0;

    return {
      ours: async () => {
        const childId = `flood-${++serial}`;
        const terminal = screen();
        // It waits for a line, so that mirror and viewer are there before the first byte, as they are in a window.
        await stack.holder.client.spawn(specOf(childId, 'sh', ['-c', `read -r _; exec cat ${corpus}`]));
        await stack.mirror.follow(childId);
        const done = Promise.withResolvers<number>();
        const viewer = await stack.attach(childId, {
          mode: 'bytes',
          from: 0,
          credit: CREDIT,
          onMessage: (message) => {
            if (message.type === 'exit') done.resolve(message.offset);
            if (message.type === 'gap') done.reject(new Error(`bytes ${message.from} to ${message.to} are missing: ${message.reason}`));
            if (message.type !== 'data') return;
            return new Promise((parsed) => terminal.write(message.bytes, parsed));
          },
        });
        const go = performance.now();
        await stack.holder.client.input(childId, Buffer.from('\r'));
        const end = await done.promise;
        await new Promise<void>((parsed) => terminal.write('', parsed));
        const took = performance.now() - go;
        if (end < SIZE) throw new Error(`only ${end} bytes came`);
        await stack.mirror.snapshot(childId, { atLeast: end, scrollback: 0 });
        caughtUp.push(performance.now() - go - took);
        viewer.close();
        terminal.dispose();
        await stack.mirror.unfollow(childId);
        await stack.holder.client.forget(childId);
        return { P2: SIZE / 2 ** 20 / (took / 1000) };
      },
      theirs: async () => {
        const terminal = screen();
        const bare = openBarePty('sh', ['-c', `read -r _; exec cat ${corpus}`]);
        const go = performance.now();
        let received = 0;
        bare.onData((chunk) => {
          received += chunk.length;
          terminal.write(chunk);
        });
        bare.pty.write('\r');
        await bare.exited;
        await new Promise<void>((parsed) => terminal.write('', parsed));
        const took = performance.now() - go;
        if (received < SIZE) throw new Error(`only ${received} bytes came from the peer`);
        terminal.dispose();
        return { P2: SIZE / 2 ** 20 / (took / 1000) };
      },
      notes: () => ({ 'mirror caught up after the viewer, median': `${quantile(caughtUp, 0.5).toFixed(0)} ms` }),
      close: async () => {
        await stack.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
