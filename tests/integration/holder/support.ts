import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { connectHolder } from '../../../src-main/holder/client.ts';
import { readHolderKey } from '../../../src-main/holder/key.ts';
import { startHolder } from '../../../src-main/holder/launch.ts';
import type { HolderRole } from '../../../src-main/holder/protocol/schemas.ts';
import type { ByteStream, ChildInfo, ChildSpec, ExitRecord, HolderClient, HolderEvent, Piece } from '../../../src-main/holder/types.ts';
import { processesMarked } from '../../support/processes.ts';

export const RUNTIME = {
  nodeBinary: process.execPath,
  holderScript: resolve(import.meta.dirname, '../../../src-main/holder/entry.ts'),
  build: 'test',
} as const;

export const ENV: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TERM: 'xterm-256color',
  PS1: '$ ',
  LANG: 'C.UTF-8',
};

/** A holder of this test, in a data folder of its own; everything it ran is gone when the test is over. */
export class TestHolder {
  readonly dataFolder: string;
  readonly client: HolderClient;

  constructor(dataFolder: string, client: HolderClient) {
    this.dataFolder = dataFolder;
    this.client = client;
  }

  get pid(): number {
    return this.client.holder.pid;
  }

  /** Another connection to the same holder. */
  async connect(role: HolderRole = 'engine'): Promise<HolderClient> {
    const client = await connectHolder(this.client.holder.socket, await readHolderKey(this.dataFolder), role);
    onTestFinished(() => client.close());
    return client;
  }

  /** Runs a program in a terminal (or with pipes) and follows its output. */
  async run(file: string, args: readonly string[], change: Partial<ChildSpec> = {}): Promise<TestChild> {
    const spec = specOf(file, args, change);
    const info = await this.client.spawn(spec);
    return new TestChild(this.client, info);
  }

  /** A shell line. */
  sh(line: string, change: Partial<ChildSpec> = {}): Promise<TestChild> {
    return this.run('/bin/sh', ['-c', line], change);
  }

  /** kill -9; resolves when the connection says so, a moment before the process is gone. */
  async killHard(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.client.closed;
  }

  async descriptors(): Promise<readonly string[]> {
    return readdir(`/proc/${this.pid}/fd`);
  }
}

let serial = 0;

export function specOf(file: string, args: readonly string[], change: Partial<ChildSpec> = {}): ChildSpec {
  serial += 1;
  return {
    // Children are found by their id when they are stopped: two files that run at once must not have the same.
    childId: `child_${process.pid}_${serial}`,
    kind: 'pty',
    file,
    args,
    cwd: '/',
    env: ENV,
    cols: 80,
    rows: 24,
    keepBytes: 64 * 1024 * 1024,
    ...change,
  };
}

type CleanUp = (undo: () => Promise<void> | void) => void;

/** Starts the real holder from its source, as a process of its own, for one test. */
export async function openTestHolder(dataFolder?: string, cleanUp: CleanUp = onTestFinished): Promise<TestHolder> {
  const folder = dataFolder ?? (await testFolder(cleanUp));
  const client = await startHolder({ dataFolder: folder, runtime: RUNTIME });
  cleanUp(() => client.close());
  return new TestHolder(folder, client);
}

/** One holder for all tests of a file; `holder()` may be called in a test. */
export function sharedHolder(): () => TestHolder {
  let shared: TestHolder | undefined;
  const undos: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    shared = await openTestHolder(undefined, (undo) => undos.push(undo));
  });
  afterAll(async () => {
    for (const undo of undos.reverse()) await undo();
  });
  return () => shared!;
}

/** A data folder; when the test is over, whatever was started with it is killed and it is removed. */
export async function testFolder(cleanUp: CleanUp = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-holder-'));
  cleanUp(async () => {
    // The holder's own arguments name the folder; its children carry their own mark and end with their terminals.
    for (const { pid, command } of await processesMarked(folder)) if (command.includes(folder)) killIfThere(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  });
  return folder;
}

export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A child and everything it says. */
export class TestChild {
  readonly client: HolderClient;
  readonly info: ChildInfo;
  readonly output: TestStream;

  constructor(client: HolderClient, info: ChildInfo) {
    this.client = client;
    this.info = info;
    this.output = follow(client, info.childId);
  }

  get id(): string {
    return this.info.childId;
  }

  type(text: string): Promise<void> {
    return this.client.input(this.id, Buffer.from(text));
  }
}

/** A stream whose pieces can be waited for. */
export class TestStream {
  readonly pieces: Piece[] = [];
  readonly behind: number[] = [];
  stream!: ByteStream;
  bytes = 0;
  closed: Error | null | undefined;
  /** Called with each piece as well. */
  onPiece: (piece: Piece) => void = () => undefined;
  #waiting: (() => void)[] = [];

  take(piece: Piece): void {
    this.pieces.push(piece);
    if (piece.kind === 'data') this.bytes += piece.bytes.length;
    this.onPiece(piece);
    this.wake();
  }

  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** All output as it came. */
  get buffer(): Buffer {
    return Buffer.concat(this.pieces.flatMap((piece) => (piece.kind === 'data' ? [piece.bytes] : [])));
  }

  get text(): string {
    return this.buffer.toString('latin1');
  }

  get exit(): ExitRecord | undefined {
    const last = this.pieces.at(-1);
    return last?.kind === 'exit' ? last.exit : undefined;
  }

  /** Looks again after each piece; the test's own time limit ends the wait. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.closed !== undefined) throw this.closed ?? new Error('the stream is closed');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async untilText(text: string): Promise<string> {
    await this.until(() => this.text.includes(text));
    return this.text;
  }

  async untilExit(): Promise<ExitRecord> {
    await this.until(() => this.exit !== undefined);
    return this.exit!;
  }
}

export interface FollowOptions {
  readonly from?: number;
  readonly credit?: number;
  /** Grants as much as comes, so that the credit never runs out. */
  readonly keepUp?: boolean;
  readonly onPiece?: (piece: Piece) => void;
}

export function follow(client: HolderClient, childId: string, options: FollowOptions = {}): TestStream {
  const { from = 0, credit = 16 * 1024 * 1024, keepUp = true } = options;
  const test = new TestStream();
  if (options.onPiece !== undefined) test.onPiece = options.onPiece;
  test.stream = client.open(childId, {
    from,
    credit,
    onPiece: (piece) => {
      if (keepUp && piece.kind === 'data') test.stream.grant(piece.bytes.length);
      test.take(piece);
    },
    onBehind: (end) => {
      test.behind.push(end);
      test.wake();
    },
    onClosed: (error) => {
      test.closed = error;
      test.wake();
    },
  });
  return test;
}

/** Resolves with the first event that fits, from now on. */
export function nextEvent<K extends HolderEvent['kind']>(
  client: HolderClient,
  kind: K,
  fits: (event: Extract<HolderEvent, { kind: K }>) => boolean = () => true,
): Promise<Extract<HolderEvent, { kind: K }>> {
  return new Promise((resolve) => {
    const stop = client.onEvent((event) => {
      if (event.kind !== kind || !fits(event as Extract<HolderEvent, { kind: K }>)) return;
      stop();
      resolve(event as Extract<HolderEvent, { kind: K }>);
    });
  });
}

/** What /proc says of a process's memory, bytes. */
export async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}
