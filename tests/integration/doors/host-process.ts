import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const NODE = 'node_modules/node/bin/node';

/** The built host as a process, with everything it said. */
export interface HostProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it printed so far. */
  readonly out: () => string;
  readonly complaints: () => string;
  /** Resolves with the link when it was printed; rejects when the host ended instead. */
  readonly link: Promise<string>;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
}

/** @param root the installation that it is started from; default: this checkout */
export function startHost(args: readonly string[], env: Readonly<Record<string, string>> = {}, root = ROOT): HostProcess {
  const child = spawn(join(root, NODE), [join(root, 'out/main/headless.js'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, SHELL: '/bin/sh', LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let complaints = '';
  const exited = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null }));
  const link = new Promise<string>((done, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/#code=\S+\s/.exec(out);
      if (found !== null) done(found[0].trim());
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    exited.then(({ code }) => failed(new Error(`the host ended with ${code}: ${complaints}`)), failed);
  });
  // A test that expects the end does not look at the link.
  link.catch((error: unknown) => error);
  return { child, pid: child.pid ?? 0, out: () => out, complaints: () => complaints, link, exited };
}

/** A data folder and the hosts that were started on it. */
export async function hostFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-host-'));
  const hosts: HostProcess[] = [];
  return {
    folder,
    start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}, root?: string): HostProcess {
      const host = startHost(['--data', folder, ...args], env, root);
      hosts.push(host);
      return host;
    },
    /** Ends every host, and forgets what the next one would go by. The runtime's 120 MB stay. */
    async reset() {
      for (const host of hosts.splice(0)) {
        if (host.child.exitCode === null && host.child.signalCode === null) host.child.kill('SIGKILL');
        await host.exited;
      }
      for (const name of ['ports.json', 'logs']) await rm(join(folder, name), { recursive: true, force: true });
    },
    async remove() {
      await this.reset();
      for (const pid of await holderPids(folder)) endProcess(pid);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function holderPids(folder: string): Promise<number[]> {
  const names = await readdir(join(folder, 'holders')).catch(() => [] as string[]);
  const records = names.filter((name) => name.endsWith('.json')).map((name) => readFile(join(folder, 'holders', name), 'utf8'));
  return (await Promise.all(records)).map((text) => (JSON.parse(text) as { pid: number }).pid);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Arguments of a process as every user of the machine sees them. */
export async function argumentsOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
}
