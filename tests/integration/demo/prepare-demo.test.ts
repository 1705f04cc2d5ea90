import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HostInstallation } from '#main/doors/installation.ts';
import { type Demo, prepareDemo } from '#main/engine/demo/index.ts';
import { connectHolders, type Holders, localHolderTools } from '#main/engine/holders/index.ts';
import { ensureRuntime, type Runtime } from '#main/engine/runtime/index.ts';
import type { Logger } from '#main/engine/types.ts';
import { findInstallation } from '#main/hosts/headless/installation.ts';

const MODEL = 'demo-model';
const installation: HostInstallation = findInstallation(resolve(import.meta.dirname, '../../../out/main'));

/** A log in which a test can wait for a line. */
function waitingLogger() {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const keep = (message: string) => {
    lines.push(message);
    for (const wake of waiting) wake();
  };
  return {
    debug: keep,
    info: keep,
    warn: keep,
    error: keep,
    said: (words: string) =>
      new Promise<void>((done) => {
        const look = () => {
          if (!lines.some((line) => line.includes(words))) return;
          waiting.delete(look);
          done();
        };
        waiting.add(look);
        look();
      }),
  } satisfies Logger & { said: (words: string) => Promise<void> };
}

let folder: string;
let runtime: Runtime;
let holders: Holders;
let demo: Demo;
let logger: ReturnType<typeof waitingLogger>;
const clock = { now: Date.now() };
const startedHolders = new Set<number>();

/** The demo as an engine prepares it; the engine before it was killed, so nothing of it was closed in order. */
async function startEngine(): Promise<void> {
  logger = waitingLogger();
  holders = await connectHolders({ tools: localHolderTools({ dataFolder: folder, runtime, logger }), build: runtime.build, logger });
  demo = await prepareDemo({
    dataFolder: folder,
    demoFolder: installation.demoFolder,
    nodeBinary: runtime.node,
    holders,
    logger,
    now: () => clock.now,
  });
  for (const holder of holders.status()) startedHolders.add(holder.pid);
}

const model = () => holders.child(MODEL);
const healthy = async () => (await fetch(`http://${demo.address}/health`)).ok;
const configured = async () => /127\.0\.0\.1:\d+/.exec(await readFile(join(folder, 'demo/kimi/config.toml'), 'utf8'))?.[0];

// The runtime is 120 MB, so the tests share one; all else in the data folder is each test's own.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-prepare-'));
  runtime = await ensureRuntime({ dataFolder: folder, installation, logger: waitingLogger() });
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
beforeEach(async () => {
  clock.now = Date.now();
  await startEngine();
});
afterEach(async () => {
  await demo.close();
  await holders.close();
  for (const pid of startedHolders) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  startedHolders.clear();
  for (const name of ['demo', 'spool', 'holders', 'run']) await rm(join(folder, name), { recursive: true, force: true });
});

describe('preparing the demo', () => {
  test('runs the model in a holder and points kimi at it', async () => {
    expect(model()).toMatchObject({ kind: 'pipe' });
    expect(await healthy()).toBe(true);
    expect(await configured()).toBe(demo.address);
    expect(demo.kimi.file).toBe(runtime.node);
    expect(demo.kimi.args[0]).toMatch(/kimi-code.*\.mjs$/);
    expect(demo.kimi.env).toMatchObject({ KIMI_CODE_HOME: join(folder, 'demo', 'kimi') });
  });

  test('finds the model again that an engine before it left', async () => {
    const before = { pid: model()?.pid, address: demo.address };
    await holders.close();
    await startEngine();
    expect({ pid: model()?.pid, address: demo.address }).toEqual(before);
    expect(await healthy()).toBe(true);
  });

  test('starts a model that ended, where kimi looks for it', async () => {
    const { address } = demo;
    const { pid } = model()!;
    clock.now += 60_000;
    process.kill(pid, 'SIGKILL');
    await logger.said('started again');
    expect(model()?.pid).not.toBe(pid);
    expect(await configured()).toBe(address);
    expect(await healthy()).toBe(true);
  });

  test('does not start one over and over that ends at once', async () => {
    process.kill(model()!.pid, 'SIGKILL');
    await logger.said('is not started again');
    expect(model()?.exit).toBeDefined();
  });

  test('starts it again when its holder was killed, on the same port', async () => {
    const { address } = demo;
    clock.now += 60_000;
    for (const { pid } of holders.status()) process.kill(pid, 'SIGKILL');
    await logger.said('started again');
    for (const holder of holders.status()) startedHolders.add(holder.pid);
    expect(await configured()).toBe(address);
    expect(await healthy()).toBe(true);
  });

  test('starts it again when engine and holder are gone, on the same port', async () => {
    const { address } = demo;
    const [holder] = holders.status();
    await holders.close();
    process.kill(holder!.pid, 'SIGKILL');
    await startEngine();
    expect(demo.address).toBe(address);
    expect(await healthy()).toBe(true);
  });
});

describe('closing the demo', () => {
  test('stops the model when nothing is left that could need it', async () => {
    await demo.close();
    expect((await holders.refresh()).get(MODEL)?.exit).toBeDefined();
    await expect(healthy()).rejects.toThrow();
  });

  test('leaves the model to sessions that run on', async () => {
    await holders.spawn({
      childId: 'other',
      kind: 'pipe',
      file: '/bin/cat',
      args: [],
      cwd: folder,
      env: {},
      cols: 80,
      rows: 24,
      keepBytes: 1e6,
    });
    await demo.close();
    expect(await healthy()).toBe(true);
    await holders.clientOf('other').stop('other', { graceMs: 500 });
  });
});
