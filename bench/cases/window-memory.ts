import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holderPids, mirrorOf } from '../../tests/support/headless-app.ts';
import { asOwner } from '../../tests/support/owner-client.ts';
import { residentMemory } from '../../tests/support/processes.ts';
import type { Benchmark, PairRunner } from '../harness.ts';
import { openBeside, READY } from '../support/beside.ts';
import { plainLines } from '../support/corpus.ts';

const MIB = 2 ** 20;
/** Half of the flood: the unmeasured pair takes the first one. */
const HALF_MS = 15_000;
/** Below this the program was held back so much that its memory says nothing. */
const LEAST_OUTPUT = 32 * MIB;
/** A garbage collector goes up and down; the mean of so much time at the end of each half is compared. */
const LOOK_MS = 4_000;

/** W4: own memory of engine, mirror and holder after half a minute of flood in a visible terminal, beside that after a quarter of one. */
export const windowMemory: Benchmark = {
  id: 'W4',
  title: 'memory of all our processes after half a minute of flood',
  peer: 'the same after a quarter of a minute',
  needs: ['cat'],
  pairs: 1,
  metrics: [{ id: 'W4', unit: 'MiB', bound: 'most', target: 1.2 }],
  async open(): Promise<PairRunner> {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    await writeFile(join(folder, 'corpus'), plainLines(32 * MIB));
    const { app, session, close } = await openBeside();
    const terminal = await session('flood', `${READY}; read -r go; while :; do cat '${folder}/corpus'; done`);
    const mirror = await mirrorOf(app.pid);
    if (mirror === undefined) throw new Error('the engine has no mirror');
    const parts = { engine: [app.pid], mirror: [mirror], holder: await holderPids(app.dataFolder) };
    await terminal.focus();
    await terminal.page.keyboard.press('Enter');
    let output = 0;
    const halves: Record<string, number>[] = [];
    return {
      ours: async () => {
        const half = await afterHalf(parts);
        halves.push(half);
        return { W4: total(half) };
      },
      theirs: async () => ({ W4: total(halves[0] ?? {}) }),
      notes: () => ({
        ...Object.fromEntries(
          Object.keys(parts).map((part) => [part, halves.map((half) => `${(half[part] ?? 0).toFixed(0)} MiB`).join(', ')]),
        ),
        'output by then': `${(output / MIB).toFixed(0)} MiB`,
      }),
      verify: async () => {
        const [shown] = await asOwner(app.dataFolder, (client) => client.session.list({}));
        output = shown?.terminals.at(-1)?.end ?? 0;
        if (output < LEAST_OUTPUT) throw new Error(`that was no flood: ${output} bytes`);
      },
      close: async () => {
        await close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

function total(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, mib) => sum + mib, 0);
}

async function afterHalf(parts: Readonly<Record<string, readonly number[]>>): Promise<Record<string, number>> {
  await new Promise((waited) => setTimeout(waited, HALF_MS - LOOK_MS));
  const until = performance.now() + LOOK_MS;
  const sums: Record<string, number> = {};
  let looks = 0;
  for (; performance.now() < until; looks += 1) {
    for (const [part, pids] of Object.entries(parts)) {
      const bytes = await Promise.all(pids.map(residentMemory));
      sums[part] = (sums[part] ?? 0) + bytes.reduce((sum, own) => sum + own, 0) / MIB;
    }
    await new Promise((waited) => setTimeout(waited, 100));
  }
  return Object.fromEntries(Object.entries(sums).map(([part, sum]) => [part, sum / looks]));
}
