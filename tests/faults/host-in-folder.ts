import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A headless host, and what it says of itself. */
export interface Host {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it became by its own words: the owner of the folder, a client of the owner `of`, or one that waits for the owner's end. */
  readonly became: Promise<Claim>;
  readonly exited: Promise<number | null>;
}

export type Claim = { readonly kind: 'owner' } | { readonly kind: 'client' | 'stands by' | 'refused'; readonly of: number | null };

/** Starts the built host on a data folder. `became` rejects with what it said when it ended without saying what it is. */
export function startHostIn(dataFolder: string, args: readonly string[]): Host {
  const child = spawn(join(ROOT, 'node_modules/node/bin/node'), [join(ROOT, 'out/main/headless.js'), '--data', dataFolder, ...args], {
    cwd: dataFolder,
    env: { PATH: process.env.PATH, HOME: join(dataFolder, 'home'), SHELL: '/bin/sh', LANG: 'C.UTF-8', TMPDIR: tmpdir() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const became = new Promise<Claim>((done, failed) => {
    const heard = (chunk: Buffer) => {
      said += chunk.toString();
      const claim = claimIn(said);
      if (claim !== null) done(claim);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    exited.then((code) => failed(new Error(`a host ended with ${code} and did not say what it is:\n${said}`)), failed);
  });
  return { child, pid: child.pid ?? 0, became, exited };
}

function claimIn(said: string): Claim | null {
  const of = (text: string | undefined) => (text === undefined ? null : Number(text));
  if (/^ready$|runs as a service|#code=/m.test(said) && !said.includes('runs already')) return { kind: 'owner' };
  const client = /runs already for .* \(process (\d+)\)/.exec(said);
  if (client !== null) return { kind: 'client', of: of(client[1]) };
  const waits = /Another engine of Kimi Shell runs(?: \(process (\d+)\))?\. This service stands by/.exec(said);
  if (waits !== null) return { kind: 'stands by', of: of(waits[1]) };
  const refused = /^ENGINE_ALREADY_RUNNING .*"pid":(?:(\d+)|null)/m.exec(said);
  return refused === null ? null : { kind: 'refused', of: of(refused[1]) };
}

/** Ends a host in order. */
export async function endHost(host: Host): Promise<void> {
  host.child.kill('SIGTERM');
  await host.exited;
}
