import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { letThemWrite } from './coverage.ts';
import { processes, processesMarked } from './processes.ts';
import { keepRuntime, seedRuntime } from './runtime-cache.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A headless host of the built product, in a data folder of its own. */
export interface HeadlessApp {
  readonly dataFolder: string;
  readonly pid: number;
  /** The link it printed last, with its single-use code. */
  readonly link: string;
  /** kill -9; resolves when it is gone. Children live on in the holder. */
  killHard(): Promise<void>;
  /** Starts the host again on the same data folder. */
  start(): Promise<void>;
  /** Ends the host, the holders and everything they run, and removes the folder. */
  close(): Promise<void>;
}

export interface HeadlessAppOptions {
  readonly demo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Installation to run from; default: this checkout. */
  readonly root?: string;
  readonly dataFolder?: string;
  /** Words in front of the program, given the data folder. */
  readonly before?: (dataFolder: string) => readonly string[];
}

/** Starts the built headless host and waits for its link. @throws Error with its output when it ends instead. */
export async function startHeadlessApp(options: HeadlessAppOptions = {}): Promise<HeadlessApp> {
  const root = options.root ?? ROOT;
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'kimi-shell-e2e-')));
  // The shells' home: what a machine's own profile prints or sets must not decide a test.
  const home = join(dataFolder, 'home');
  await mkdir(home, { recursive: true });
  // A folder and an installation that the test brings may be what it is about.
  const usual = options.dataFolder === undefined && options.root === undefined;
  if (usual) await seedRuntime(dataFolder);
  let host: ChildProcess | undefined;
  let link = '';

  const start = async (): Promise<void> => {
    const args = [join(root, 'out/main/headless.js'), '--data', dataFolder, ...(options.demo === true ? ['--demo'] : [])];
    const [program = '', ...words] = [...(options.before?.(dataFolder) ?? []), join(root, 'node_modules/node/bin/node'), ...args];
    const child = spawn(program, words, {
      cwd: dataFolder,
      env: { PATH: process.env.PATH, HOME: home, SHELL: '/bin/sh', LANG: 'C.UTF-8', TMPDIR: tmpdir(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    host = child;
    let said = '';
    link = await new Promise<string>((done, failed) => {
      child.once('exit', (code, signal) => failed(new Error(`the host ended (${code ?? signal}) before it printed its link:\n${said}`)));
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        said += `${line}\n`;
        const found = /http:\/\/127\.0\.0\.1:\d+\/#code=\S+/.exec(line);
        if (found !== null) done(found[0]);
      });
    });
  };

  const killHard = async (): Promise<void> => {
    const child = host;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGKILL');
    await gone;
  };

  await start();
  if (usual) await keepRuntime(dataFolder);
  return {
    dataFolder,
    get pid() {
      return host?.pid ?? 0;
    },
    get link() {
      return link;
    },
    killHard,
    start,
    close: async () => {
      await letThemWrite(dataFolder);
      await killHard();
      await endEverything(dataFolder);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Process id of the mirror that a host runs; undefined while it runs none. */
export async function mirrorOf(host: number): Promise<number | undefined> {
  return (await processes()).find((facts) => facts.parent === host && facts.command.includes('mirror.js'))?.pid;
}

/** Process ids of the holders that have a record in the data folder. */
export async function holderPids(dataFolder: string): Promise<readonly number[]> {
  const folder = join(dataFolder, 'holders');
  const names = (await unlessGone(readdir(folder))) ?? [];
  const records = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => unlessGone(readFile(join(folder, name), 'utf8'))),
  );
  return records.filter((record) => record !== null).map((record) => (JSON.parse(record) as { pid: number }).pid);
}

/** null for what is not there, or was taken away while it was looked for. */
async function unlessGone<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Ends every process that names the data folder in its arguments or its environment: holders, mirrors, the demo's model, agents
 * and what they left behind. Pipe children hear no hang-up, and some programs do not care for one.
 */
export async function endEverything(dataFolder: string): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const left = await processesMarked(dataFolder);
    if (left.length === 0) return;
    if (Date.now() > until)
      throw new Error(`still running on ${dataFolder}: ${left.map(({ pid, command }) => `${pid} ${command}`).join('; ')}`);
    for (const { pid } of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    await new Promise(setImmediate);
  }
}
