import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark } from '../harness.ts';
import { openBarePty } from '../peers/bare-pty.ts';
import { openBenchHolder } from '../support/holder.ts';

const SESSIONS = 50;
const CYCLES = 200;
// V8 collects when it likes: a holder that kept its sessions would grow by far more than this in so many cycles.
const RSS_SLACK_KIB = 48 * 1024;

// Timers cannot be counted from outside, but each one left behind wakes an idle process.
const IDLE_MS = 2_000;
// Node's own housekeeping may wake it now and then.
const WAKE_UPS_SLACK = 10;
// Collecting what the cycles left goes on for some spans; a timer that was left behind fires in all of them.
const IDLE_SPANS = 5;

interface Resources {
  readonly fds: number;
  readonly rssKiB: number;
  readonly threads: number;
  /** Of the main thread, in IDLE_MS without anything to do. */
  readonly wakeUps: number;
}

async function resources(pid: number): Promise<Resources> {
  const statusOf = async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  };
  const earlier = await statusOf();
  // The span itself is what is measured.
  await pause(IDLE_MS);
  const [fds, field] = await Promise.all([readdir(`/proc/${pid}/fd`), statusOf()]);
  const switches = 'voluntary_ctxt_switches';
  return { fds: fds.length, rssKiB: field('VmRSS'), threads: field('Threads'), wakeUps: field(switches) - earlier(switches) };
}

/** Fifty starts at once take both cores of a small machine, and what else is on them decides: the same code came to 1.06 one day and to 1.4 to 2.4 the next. */
const UNSTEADY = 'it differs from hour to hour with the same code (bench/RESULTS.md)';

/** P9: fifty shells at once until each has shown its prompt, beside bare node-pty; then 200 open/close cycles stay flat. */
export const open: Benchmark = {
  id: 'P9',
  title: `${SESSIONS} sessions of sh to the first prompt byte`,
  peer: 'node-pty',
  needs: ['sh'],
  pairs: 15,
  metrics: [{ id: 'P9', unit: 'ms', bound: 'most', target: 1.5, notYet: { why: UNSTEADY, meanwhile: 3 } }],
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
        let after = await resources(holder.pid);
        for (let span = 1; span < IDLE_SPANS && after.wakeUps > before.wakeUps + WAKE_UPS_SLACK; span++)
          after = await resources(holder.pid);
        const change =
          `fds ${before.fds} to ${after.fds}, RSS ${before.rssKiB} to ${after.rssKiB} KiB, threads ${before.threads} to ${after.threads}, ` +
          `idle wake-ups ${before.wakeUps} to ${after.wakeUps}`;
        notes[`${CYCLES} open/close cycles`] = change;
        if (after.fds > before.fds) throw new Error(`fds grew: ${change}`);
        if (after.threads > before.threads) throw new Error(`threads grew: ${change}`);
        if (after.rssKiB > before.rssKiB + RSS_SLACK_KIB) throw new Error(`memory grew: ${change}`);
        if (after.wakeUps > before.wakeUps + WAKE_UPS_SLACK) throw new Error(`timers were left behind: ${change}`);
      },
      notes: () => notes,
      close: () => holder.close(),
    };
  },
};
