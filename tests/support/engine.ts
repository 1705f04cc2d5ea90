import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { createEngine, type RunningEngine } from '../../src-main/engine/index.ts';
import type { EngineOptions } from '../../src-main/engine/types.ts';
import { createRouter, type EngineRouter } from '../../src-main/rpc/index.ts';
import type { Caller } from '../../src-shared/contract/index.ts';
import { builtInstallation } from './build.ts';
import { OWNER } from './callers.ts';
import { noGateway } from './no-gateway.ts';
import { keepRuntime, seedRuntime } from './runtime-cache.ts';
import { testLogger } from './test-logger.ts';

export interface TestEngine {
  readonly dataFolder: string;
  readonly engine: RunningEngine;
  readonly logger: ReturnType<typeof testLogger>;
  /** The contract, called as `caller` (default: the owner). */
  client(caller?: Caller): RouterClient<EngineRouter>;
}

export interface TestEngineOptions extends Partial<Pick<EngineOptions, 'demo' | 'kind' | 'now' | 'startGateway' | 'keychain'>> {
  /** Default: a fresh one, with every process in it ended and itself removed after the test. */
  readonly dataFolder?: string;
}

/** An engine on the built installation. It is shut down after the test, and so is everything that it started. */
export async function startEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const dataFolder = options.dataFolder ?? (await engineFolder());
  const logger = testLogger();
  const engine = await createEngine({
    dataFolder,
    installation: await builtInstallation(),
    demo: options.demo ?? false,
    kind: options.kind ?? 'serve',
    logger,
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.keychain === undefined ? {} : { keychain: options.keychain }),
    startGateway: options.startGateway ?? noGateway,
  });
  onTestFinished(() => engine.shutdown());
  await keepRuntime(dataFolder);
  const router = createRouter(engine.services);
  return {
    dataFolder,
    engine,
    logger,
    client: (caller = OWNER) => createRouterClient(router, { context: { caller, connection: 'test' } }),
  };
}

/** A data folder for engines; what lives in its holders is ended when the test is over. */
export async function engineFolder(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-engine-'));
  onTestFinished(async () => {
    await endHolders(dataFolder);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  });
  await seedRuntime(dataFolder);
  return dataFolder;
}

/** Pids of the holders that a data folder knows of, alive or not. */
export async function holderPids(dataFolder: string): Promise<readonly number[]> {
  const folder = join(dataFolder, 'holders');
  let names: readonly string[] = [];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const records = names
    .filter((name) => name.endsWith('.json'))
    .map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')));
  return (await Promise.all(records)).map((record) => Number(record.pid));
}

/** Ends every holder of a data folder with what runs in it. */
export async function endHolders(dataFolder: string): Promise<void> {
  for (const pid of await holderPids(dataFolder)) {
    try {
      // A holder that is killed takes its terminals along: their programs get a hang-up.
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
