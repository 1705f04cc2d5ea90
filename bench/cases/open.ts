import { readdir, readFile } from 'node:fs/promises';
import type { Benchmark } from '../harness.ts';
import { openBarePty } from '../peers/bare-pty.ts';
import { openBenchHolder } from '../support/holder.ts';

const SESSIONS = 50;
const CYCLES = 200;
// V8 collects when it likes: a holder that kept its sessions would grow by far more than this in so many cycles.
const RSS_SLACK_KIB = 48 * 1024;

async function resources(pid: number): Promise<{ fds: number; rssKiB: number; threads: number }> {
  const [fds, status] = await Promise.all([readdir(`/proc/${pid}/fd`), readFile(`/proc/${pid}/status`, 'utf8')]);
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { fds: fds.length, rssKiB: field('VmRSS'), threads: field('Threads') };
}

/** P9: fifty shells at once until each has shown its prompt, beside bare node-pty; then 200 open/close cycles stay flat. */
export const open: Benchmark = {
  id: 'P9',
  title: `${SESSIONS} sessions of sh to the first prompt byte`,
  peer: 'node-pty',
  needs: ['sh'],
  pairs: 15,
  metrics: [{ id: 'P9', unit: 'ms', bound: 'most', target: 1.5 }],
  async open() {
    const holder = await openBenchHolder();
    const notes: Record<string, string> = {};
    return {
      ours: async () => {
        const start = performance.now();
        const children = await Promise.all(
          Array.from({ length: SESSIONS }, async () => {
            const first = Promise.withResolvers<void>();
            const child = await holder.spawn('sh', ['-i'], () => first.resolve());
            await first.promise;
            return child;
          }),
        );
        const took = performance.now() - start;
        await Promise.all(children.map((child) => child.close()));
        return { P9: took };
      },
      theirs: async () => {
        const start = performance.now();
        const children = await Promise.all(
          Array.from({ length: SESSIONS }, async () => {
            const bare = openBarePty('sh', ['-i']);
            await bare.next();
            return bare;
          }),
        );
        const took = performance.now() - start;
        await Promise.all(children.map((child) => child.close()));
        return { P9: took };
      },
      verify: async () => {
        const before = await resources(holder.pid);
        for (let i = 0; i < CYCLES; i++) {
          const child = await holder.spawn('sh', ['-c', 'exit 0'], () => undefined);
          await child.close();
        }
        const after = await resources(holder.pid);
        notes[`${CYCLES} open/close cycles`] =
          `fds ${before.fds} to ${after.fds}, RSS ${before.rssKiB} to ${after.rssKiB} KiB, threads ${before.threads} to ${after.threads}`;
        if (after.fds > before.fds) throw new Error(`fds grew: ${notes[`${CYCLES} open/close cycles`]}`);
        if (after.threads > before.threads) throw new Error(`threads grew: ${notes[`${CYCLES} open/close cycles`]}`);
        if (after.rssKiB > before.rssKiB + RSS_SLACK_KIB) throw new Error(`memory grew: ${notes[`${CYCLES} open/close cycles`]}`);
      },
      notes: () => notes,
      close: () => holder.close(),
    };
  },
};
