import { type Benchmark, type PairRunner, quantile } from '../harness.ts';
import type { BarePty } from '../peers/bare-pty.ts';
import { TmuxServer } from '../peers/tmux.ts';
import { type BenchChild, type BenchHolder, openBenchHolder } from '../support/holder.ts';
import { ByteWatch, ECHO_PROGRAM, KEYSTROKES, typeAll } from '../support/typing.ts';

function figures(took: readonly number[]): Record<string, number> {
  return { 'P4.p50': quantile(took, 0.5), 'P4.p95': quantile(took, 0.95) };
}

/** P4: a key press through the holder and back, beside tmux attached. */
export const echo: Benchmark = {
  id: 'P4',
  title: `echo of ${KEYSTROKES} key presses through the holder`,
  peer: 'tmux attached',
  needs: ['tmux', 'stty', 'cat'],
  pairs: 15,
  metrics: [
    { id: 'P4.p50', unit: 'ms', bound: 'most', target: 1.5 },
    { id: 'P4.p95', unit: 'ms', bound: 'most', target: 2 },
  ],
  async open(): Promise<PairRunner> {
    const holder: BenchHolder = await openBenchHolder();
    const ourWatch = new ByteWatch();
    const ready = ourWatch.until('R'.charCodeAt(0));
    const child: BenchChild = await holder.spawn('sh', ['-c', ECHO_PROGRAM], (bytes) => ourWatch.feed(bytes));
    await ready;

    const tmux = new TmuxServer(ECHO_PROGRAM);
    const client: BarePty = tmux.attach();
    const theirWatch = new ByteWatch();
    const attached = theirWatch.until('R'.charCodeAt(0));
    client.onData((chunk) => theirWatch.feed(chunk));
    await attached;

    return {
      ours: async () =>
        figures(
          await typeAll(
            (letter) => void child.input(letter),
            (letter) => ourWatch.until(letter),
          ),
        ),
      theirs: async () =>
        figures(
          await typeAll(
            (letter) => client.pty.write(letter),
            (letter) => theirWatch.until(letter),
          ),
        ),
      close: async () => {
        await client.close();
        tmux.close();
        await holder.close();
      },
    };
  },
};
