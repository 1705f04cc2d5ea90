import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { builtInstallation } from '../../support/build.ts';
import { processesMarked } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** A person with a data folder of their own and the built command line. */
export interface Person {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly node: string;
  readonly cli: string;
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** A command that must work, answering in JSON. */
  json<T>(args: readonly string[], options?: RunOptions): Promise<T>;
  /** Process id of the engine, null when none has a record. */
  enginePid(): Promise<number | null>;
}

/** A person of one test: everything that was started for them is ended when it is over. */
export async function person(extra: Readonly<Record<string, string>> = {}): Promise<Person> {
  const one = await newPerson(extra);
  onTestFinished(() => one.leave());
  return one;
}

/** A person whom several tests share; `leave` ends everything that was started for them. */
export async function newPerson(extra: Readonly<Record<string, string>> = {}): Promise<Person & { leave(): Promise<void> }> {
  const { mainFolder, nodeBinary: node } = await builtInstallation();
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-cli-'));
  const cli = join(mainFolder, 'cli.js');
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: dataFolder,
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    KIMI_SHELL_HOME: dataFolder,
    ...extra,
  };
  const run: Person['run'] = (args, options = {}) =>
    new Promise((done, failed) => {
      const child = spawn(node, [cli, ...args], {
        cwd: options.cwd ?? dataFolder,
        env: { ...env, ...options.env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const out: Buffer[] = [];
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.once('error', failed);
      child.once('close', (code) => {
        const bytes = Buffer.concat(out);
        done({ code, bytes, stdout: bytes.toString(), stderr });
      });
      child.stdin.end(options.stdin ?? '');
    });
  return {
    dataFolder,
    env,
    node,
    cli,
    run,
    async json<T>(args: readonly string[], options?: RunOptions) {
      // Words after -- are the agent's.
      const end = args.includes('--') ? args.indexOf('--') : args.length;
      const { code, stdout, stderr } = await run(args.toSpliced(end, 0, '--json'), options);
      if (code !== 0) throw new Error(`kimi-shell ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
    async enginePid() {
      const files = await readdir(dataFolder);
      if (!files.includes('engine.json')) return null;
      return (JSON.parse(await readFile(join(dataFolder, 'engine.json'), 'utf8')) as { pid: number }).pid;
    },
    async leave() {
      // Engine, mirror, holders, sessions: whatever knows this folder. Again and again, because one may be starting another.
      await until('everything of this test is gone', async () => {
        const left = await processesMarked(dataFolder);
        for (const { pid } of left) killHard(pid);
        return left.length === 0;
      });
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** kill -9, also of a process that has just ended by itself. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
