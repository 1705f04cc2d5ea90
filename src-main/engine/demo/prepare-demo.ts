import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeSpool } from '../../holder/spool/reader.ts';
import type { Logger } from '../types.ts';
import { findKimi } from './kimi-program.ts';
import { MODEL_CHILD, ModelChild } from './model-child.ts';
import type { Demo, DemoHolders } from './types.ts';

export interface DemoOptions {
  readonly dataFolder: string;
  /** The scripted model of the installation (resources/demo). */
  readonly demoFolder: string;
  /** Node that runs the model and kimi: the runtime's, which outlives the installation. */
  readonly nodeBinary: string;
  readonly holders: DemoHolders;
  readonly logger: Logger;
  /** ms on a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * Sets the demo up in `<data>/demo`: the scripted model runs (or still runs), and kimi has a home of its own that points at
 * it. Nothing of the person's own Kimi is read or written.
 * @throws KimiError when the model cannot be started
 */
export async function prepareDemo(options: DemoOptions): Promise<Demo> {
  const { demoFolder, nodeBinary, holders, logger, now = performance.now.bind(performance) } = options;
  const folder = join(options.dataFolder, 'demo');
  const kimiHome = join(folder, 'kimi');
  await mkdir(kimiHome, { recursive: true, mode: 0o700 });
  const command = await findKimi({ installedNear: demoFolder, nodeBinary, searchPath: process.env.PATH ?? '' });
  const script = await copyModel(demoFolder, join(folder, 'model'));
  const forget = () => removeSpool(options.dataFolder, MODEL_CHILD);
  const model = new ModelChild({ holders, nodeBinary, script, folder, kimiHome, removeSpool: forget, logger, now });
  try {
    await model.ensure(await portOfLastTime(kimiHome));
  } catch (error) {
    await model.close();
    throw error;
  }
  return {
    kimi: { ...command, env: { KIMI_CODE_HOME: kimiHome, KIMI_DISABLE_TELEMETRY: '1' } },
    address: `127.0.0.1:${model.port}`,
    async close() {
      await model.close();
      const children = await holders.refresh();
      const othersRun = [...children.values()].some((child) => child.childId !== MODEL_CHILD && child.exit === undefined);
      if (!othersRun) await model.stop();
    },
  };
}

/** Copies the model's few scripts, because it runs on when the installation is replaced or removed. Returns the one to run. */
async function copyModel(from: string, to: string): Promise<string> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of await readdir(from)) if (name.endsWith('.mjs')) await copyFile(join(from, name), join(to, name));
  return join(to, 'model.mjs');
}

/** A kimi that was launched by an earlier engine knows only the port that its config had then. 0 when there was none. */
async function portOfLastTime(kimiHome: string): Promise<number> {
  try {
    const config = await readFile(join(kimiHome, 'config.toml'), 'utf8');
    return Number(/^base_url = "http:\/\/127\.0\.0\.1:(\d+)\/v1"$/m.exec(config)?.[1] ?? 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
