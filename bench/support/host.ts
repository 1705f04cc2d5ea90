import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { REST_OPTIONS } from '../../src-main/holder/rest.ts';
import { type Connection, connectTo } from '../../src-main/hosts/cli/engine/client.ts';
import { doorOf } from '../../src-main/hosts/cli/engine/door.ts';
import { BENCH_ENV } from '../peers/bare-pty.ts';
import { childrenOf } from './proc.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The built headless host on a data folder of its own, as the command line starts it. */
export interface BenchHost {
  readonly client: Connection['client'];
  /** Engine (with gateway and writer as threads), mirror and holder: everything of ours that runs. */
  processes(): Promise<readonly { readonly name: string; readonly pid: number }[]>;
  /** Starts a shell session that runs `line`. @returns its id */
  session(name: string, line: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts the host and resolves when every door is open. */
export async function openBenchHost(): Promise<BenchHost> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
  const home = join(dataFolder, 'home');
  await mkdir(home);
  const host = spawn(process.execPath, [...REST_OPTIONS, join(ROOT, 'out/main/headless.js'), '--for', 'call', '--data', dataFolder], {
    cwd: dataFolder,
    env: { ...BENCH_ENV, HOME: home, SHELL: '/bin/sh' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await ready(host);
  const connection = await connectTo(doorOf(dataFolder, {}));
  const { client } = connection;

  const holders = async () => (await client.system.status({})).holders.map(({ pid }) => pid);
  const pids: number[] = [];
  return {
    client,
    async processes() {
      const engine = host.pid ?? 0;
      const keepers = await holders();
      // A holder that this engine started is its child as well.
      const mirrors = (await childrenOf(engine)).filter((pid) => !keepers.includes(pid));
      return [
        { name: 'engine', pid: engine },
        ...mirrors.map((pid) => ({ name: 'mirror', pid })),
        ...keepers.map((pid) => ({ name: 'holder', pid })),
      ];
    },
    async session(name, line) {
      const { id, terminals } = await client.session.create({ name, agent: 'shell', cwd: dataFolder, args: ['-c', line] });
      for (const { pid } of terminals) if (pid !== undefined) pids.push(pid);
      return id;
    },
    async close() {
      const own = await holders();
      await connection.close(true);
      host.kill('SIGKILL');
      await once(host, 'exit');
      for (const pid of [...own, ...pids]) end(pid);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

async function ready(host: ChildProcess): Promise<void> {
  if (host.stdout === null) throw new Error('the host has no output');
  const ended = once(host, 'exit').then(([code]) => Promise.reject(new Error(`the host ended with ${code} before it was ready`)));
  await Promise.race([once(createInterface({ input: host.stdout }), 'line'), ended]);
  ended.catch((error: unknown) => error);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
