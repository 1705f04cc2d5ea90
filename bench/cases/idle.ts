import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, PairRunner } from '../harness.ts';
import { openBarePtys } from '../peers/bare-ptys.ts';
import { openBenchHost } from '../support/host.ts';
import { type Cost, costOf } from '../support/proc.ts';

const SESSIONS = 50;
const PAIRS = 3;
/** Seconds that are measured in all, in as many parts as there are pairs. `P8_SECONDS=600` for a night. */
const SECONDS = Number(process.env.P8_SECONDS ?? 60);
/** Collectors, compilers and what a start left to be done or to be waited for are over after this, s. */
const SETTLE_SECONDS = 40;
const PROGRAM = 'stty raw -echo; printf R; exec cat';

const NOTHING: Cost = { cpuMs: 0, switches: 0 };
const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce((all, { cpuMs, switches }) => ({ cpuMs: all.cpuMs + cpuMs, switches: all.switches + switches }), NOTHING);
const between = (before: Cost, after: Cost): Cost => ({ cpuMs: after.cpuMs - before.cpuMs, switches: after.switches - before.switches });

/** P8: what fifty sessions cost while nothing happens in them, beside as many terminals in a Node process. */
export const idle: Benchmark = {
  id: 'P8',
  title: `${SESSIONS} quiet sessions for ${SECONDS} s`,
  peer: 'node-pty in one process',
  needs: ['stty', 'cat'],
  pairs: PAIRS,
  metrics: [{ id: 'P8', unit: 'ms', bound: 'most', target: 2 }],
  async open(): Promise<PairRunner> {
    const host = await openBenchHost();
    await Promise.all(Array.from({ length: SESSIONS }, (_, i) => host.session(`bench ${i}`, PROGRAM)));
    const bare = await openBarePtys(SESSIONS, PROGRAM);
    const ours = await host.processes();
    const byProcess = new Map<string, Cost[]>();
    let theirs = NOTHING;
    let warm = false;

    /** Both at the same time, so that what else the machine does hits both alike. */
    async function measure(): Promise<Cost> {
      const look = () => Promise.all([...ours.map(({ pid }) => pid), bare.pid].map(costOf));
      const before = await look();
      await delay(1000 * (warm ? SECONDS / PAIRS : SETTLE_SECONDS));
      const costs = (await look()).map((after, i) => between(before[i] ?? NOTHING, after));
      theirs = costs.at(-1) ?? NOTHING;
      const names = [...ours.map(({ name }) => name), 'node-pty'];
      if (warm) for (const [i, name] of names.entries()) byProcess.set(name, [...(byProcess.get(name) ?? []), costs[i] ?? NOTHING]);
      warm = true;
      return sum(costs.slice(0, -1));
    }

    // A process that was not run at all cost nothing that could be divided by.
    const figures = ({ cpuMs }: Cost) => ({ P8: Math.max(cpuMs, 0.01) });
    let measured: Cost | null = null;
    /** Whichever side is asked first measures for both. */
    const once = async (): Promise<Cost> => {
      const known = measured;
      measured = known === null ? await measure() : null;
      return known ?? measured ?? NOTHING;
    };
    return {
      ours: async () => figures(await once()),
      theirs: async () => {
        await once();
        return figures(theirs);
      },
      notes: () =>
        Object.fromEntries(
          [...byProcess].map(([name, costs]) => {
            const { cpuMs, switches } = sum(costs);
            return [name, `${cpuMs.toFixed(2)} ms, ${switches} switches in ${SECONDS} s`];
          }),
        ),
      close: async () => {
        await bare.close();
        await host.close();
      },
    };
  },
};
