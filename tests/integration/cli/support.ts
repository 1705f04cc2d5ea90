import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { run as runCommand } from '#main/hosts/cli/run.ts';
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
  /** Words in front of the program; only for a process of its own. */
  readonly before?: readonly string[];
}

/** A person with a data folder of their own and the built command line. */
export interface Person {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly node: string;
  readonly cli: string;
  /** A command, without a process of its own: most tests are about what it does, and a process takes half a second. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** The same in a process of its own, as people run it. */
  runProcess(args: readonly string[], options?: RunOptions): Promise<Run>;
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
  const runProcess: Person['run'] = (args, options = {}) =>
    new Promise((done, failed) => {
      const [program = node, ...words] = [...(options.before ?? []), node, cli, ...args];
      const child = spawn(program, words, {
        cwd: options.cwd ?? dataFolder,
        env: { ...env, ...options.env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const out = collect(child.stdout);
      const err = collect(child.stderr);
      child.once('error', failed);
      child.once('close', (code) => done({ code, bytes: out(), stdout: out().toString(), stderr: err().toString() }));
      child.stdin.end(options.stdin ?? '');
    });
  const installation = { hostEntry: join(mainFolder, 'headless.js'), nodeBinary: node, version: '0.0.0-test' };
  const run: Person['run'] = async (args, options = {}) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const [out, err] = [collect(stdout), collect(stderr)];
    const code = await runCommand(
      args,
      {
        stdin: Readable.from([options.stdin ?? '']),
        stdout,
        stderr,
        env: { ...env, ...options.env },
        cwd: options.cwd ?? dataFolder,
        now: Date.now,
      },
      installation,
    );
    return { code, bytes: out(), stdout: out().toString(), stderr: err().toString() };
  };
  return {
    dataFolder,
    env,
    node,
    cli,
    run,
    runProcess,
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

function collect(stream: Readable): () => Buffer {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks);
}

/** kill -9, also of a process that has just ended by itself. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
