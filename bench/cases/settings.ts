import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { createSettings } from '../../src-main/engine/settings/index.ts';
import { Settings } from '../../src-shared/contract/index.ts';
import { type Benchmark, quantile } from '../harness.ts';

const READS = 5_000;
/** What a read may take, ms: nothing that asks for a setting while keys are pressed should notice it. */
const P99_MS = 0.1;

/** S2: one setting with its source, as the engine has it, beside the file read, parsed and checked each time. */
export const settings: Benchmark = {
  id: 'S2',
  title: `${READS} reads of a setting`,
  peer: 'file, smol-toml and zod at each read',
  needs: [],
  pairs: 15,
  metrics: [{ id: 'S2.p99', unit: 'ms p99', bound: 'most', target: 0.1 }],
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const path = join(folder, 'settings.toml');
    await writeFile(path, `theme = "dark"\n\n[terminal]\nfontSize = 14\nlineHeight = 1.2\n${'# a comment\n'.repeat(50)}`);
    const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const admin = { path: join(folder, 'admin.toml'), owner: null };
    const service = await createSettings({ path, logger: quiet, env: {}, admin, follow: true });
    const p99s: number[] = [];
    const fresh: number[] = [];
    const measure = async (read: () => unknown, reads: number): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < reads; i += 1) {
        const before = performance.now();
        if ((await read()) !== 14) throw new Error('that is not the setting of the file');
        times.push(performance.now() - before);
      }
      return quantile(times, 0.99);
    };
    return {
      ours: async () => {
        const p99 = await measure(() => service.entries.get('terminal.fontSize')?.value, READS);
        p99s.push(p99);
        fresh.push(await measure(async () => (await service.get()).terminal.fontSize, READS / 50));
        return { 'S2.p99': p99 };
      },
      theirs: async () => ({
        'S2.p99': await measure(async () => Settings.parse(parse(await readFile(path, 'utf8'))).terminal.fontSize, READS / 50),
      }),
      notes: () => ({ 'with both files looked at again': `${quantile(fresh, 0.5).toFixed(2)} ms p99` }),
      async verify() {
        const p99 = quantile(p99s, 0.5);
        if (p99 >= P99_MS) throw new Error(`a read takes ${p99.toFixed(3)} ms (p99), and may take ${P99_MS}`);
      },
      async close() {
        service.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
