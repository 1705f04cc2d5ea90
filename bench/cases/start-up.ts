import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Benchmark, quantile } from '../harness.ts';
import { BENCH_ENV } from '../peers/bare-pty.ts';
import { openBenchHost } from '../support/host.ts';

const run = promisify(execFile);
const MAIN = resolve(import.meta.dirname, '../../out/main');
const LOADER = resolve(import.meta.dirname, '../support/load-bundle.mjs');
/** The native modules that the main process loads, in the way that costs least. */
const NATIVE = `
const { createRequire } = require('node:module');
const require_ = createRequire(process.argv[1] + '/');
const before = performance.now();
for (const name of process.argv.slice(2)) require_(name);
console.log(performance.now() - before);
process.exit(0);`;

async function timed(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const before = performance.now();
  await run(file, [...args], { env });
  return performance.now() - before;
}

/** P12.status: a command that people put into their prompt, beside Node doing nothing. */
export const statusCommand: Benchmark = {
  id: 'P12.status',
  title: 'kimi-shell status, from its start to its end, while an engine runs',
  peer: 'node -e 0',
  needs: [],
  pairs: 25,
  metrics: [{ id: 'P12.status', unit: 'ms', bound: 'most', target: 1.5 }],
  async open() {
    const host = await openBenchHost();
    const { dataFolder } = await host.client.system.status({});
    const env = { ...BENCH_ENV, HOME: dataFolder, KIMI_SHELL_HOME: dataFolder };
    return {
      ours: async () => ({ 'P12.status': await timed(process.execPath, [join(MAIN, 'cli.js'), 'status'], env) }),
      theirs: async () => ({ 'P12.status': await timed(process.execPath, ['-e', '0'], env) }),
      close: () => host.close(),
    };
  },
};

/**
 * P12.load: what the main process loads of its own code before it asks for its first window, once V8 has compiled it, beside its native
 * modules without any of it. It has none of these modules in it: they come with the engine, behind the window, which the notes tell of.
 */
export const mainBundle: Benchmark = {
  id: 'P12.load',
  title: 'load of the desktop’s main bundle (electron.js) until the first window is asked for, compiled before',
  peer: 'require of its native modules',
  needs: [],
  pairs: 15,
  metrics: [{ id: 'P12.load', unit: 'ms', bound: 'most', target: 1.5 }],
  async open() {
    const cache = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const require = createRequire(import.meta.url);
    const sqlite = resolve(require.resolve('better-sqlite3'), `../../prebuilds/${process.platform}-${process.arch}.node`);
    const env = { ...BENCH_ENV, BENCH_CACHE: cache };
    const said = async (args: readonly string[]) => (await run(process.execPath, [...args], { env })).stdout;
    const rest: number[] = [];
    return {
      ours: async () => {
        const took = JSON.parse(await said([LOADER, MAIN, 'electron.js', 'desktop'])) as { readonly first: number; readonly rest: number };
        rest.push(took.rest);
        return { 'P12.load': took.first };
      },
      theirs: async () => ({ 'P12.load': Number(await said(['-e', NATIVE, MAIN, 'better-sqlite3', sqlite, '@kimi-shell/descent'])) }),
      notes: () => ({ 'all the rest, engine and native modules too, loaded behind the window': `${quantile(rest, 0.5).toFixed(0)} ms` }),
      close: () => rm(cache, { recursive: true, force: true }),
    };
  },
};
