import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { makeFolder } from '../folders/index.ts';
import { readEngineRecord, somebodyRuns } from '../lock/index.ts';
import { writeFileAtomic } from '../store/index.ts';
import type { ServiceAdapter, ServiceChange, ServiceLook, ServiceSpec, ServiceSystem } from './types.ts';

/** Everything that is to be known about a service. */
export interface ServiceStatus extends ServiceLook {
  readonly name: string;
  readonly system: ServiceSystem;
  readonly dataFolder: string;
  /** Its description: unit, agent or task. Absolute. */
  readonly file: string;
  readonly installed: boolean;
  /** The description is the one that this installation would write. */
  readonly current: boolean;
  /** It runs, and waits until the engine that somebody started beside it ends. */
  readonly standsBy: boolean;
}

/** The engine of one data folder as a service of the person's system. */
export class Service {
  readonly #adapter: ServiceAdapter;
  readonly #spec: ServiceSpec;

  constructor(adapter: ServiceAdapter, spec: ServiceSpec) {
    this.#adapter = adapter;
    this.#spec = spec;
  }

  /**
   * Installs and starts it, or brings the installed one up to date. What cannot be started is put back as it was.
   * @throws KimiError SERVICE_MANAGER_MISSING | SERVICE_REFUSED | INVALID_INPUT | TIMED_OUT
   */
  async install(): Promise<ServiceChange> {
    const adapter = this.#adapter;
    const spec = this.#spec;
    const wanted = Buffer.from(adapter.describe(spec));
    await adapter.check();
    const file = adapter.file(spec);
    const before = await contentOf(file);
    const change = before === null ? 'installed' : before.equals(wanted) ? 'unchanged' : 'updated';
    if (change !== 'unchanged') await write(file, wanted);
    try {
      await adapter.load(spec, change);
    } catch (error) {
      if (change !== 'unchanged') await this.#putBack(file, before);
      throw error;
    }
    return change;
  }

  /**
   * Stops and removes it. False when there was none. Sessions are the holder's children and live on.
   * @throws KimiError SERVICE_MANAGER_MISSING | SERVICE_REFUSED | TIMED_OUT
   */
  async uninstall(): Promise<boolean> {
    const file = this.#adapter.file(this.#spec);
    await this.#adapter.check();
    if ((await contentOf(file)) === null) return false;
    await this.#adapter.unload(this.#spec);
    await rm(file, { force: true });
    await this.#adapter.reread(this.#spec);
    return true;
  }

  /** @throws KimiError SERVICE_MANAGER_MISSING | SERVICE_REFUSED | TIMED_OUT */
  async status(): Promise<ServiceStatus> {
    const { system } = this.#adapter;
    const { name, dataFolder } = this.#spec;
    const file = this.#adapter.file(this.#spec);
    await this.#adapter.check();
    const found = await contentOf(file);
    const current = found?.equals(Buffer.from(this.#adapter.describe(this.#spec))) === true;
    const look = await withEngine(await this.#adapter.look(this.#spec), dataFolder);
    return { name, system, dataFolder, file, installed: found !== null, current, ...look };
  }

  /** After a refusal: nothing of ours is left where nothing was, and what was there is as it was, as far as the manager lets us. */
  async #putBack(file: string, before: Buffer | null): Promise<void> {
    const { unload, load, reread } = this.#adapter;
    if (before === null) {
      await this.#evenIfRefused(unload);
      await rm(file, { force: true });
      await this.#evenIfRefused(reread);
    } else {
      await writeFileAtomic(file, before);
      await this.#evenIfRefused((spec) => load(spec, 'updated'));
    }
  }

  async #evenIfRefused(step: (spec: ServiceSpec) => Promise<void>): Promise<void> {
    try {
      await step(this.#spec);
    } catch (error) {
      // The first refusal is the one to tell, and is what this follows from.
      if (!(error instanceof KimiError)) throw error;
    }
  }
}

/** What the data folder's engine itself has said: who serves, and what the manager does not tell about a service that does. */
async function withEngine(look: ServiceLook, dataFolder: string): Promise<ServiceLook & { readonly standsBy: boolean }> {
  const serves = look.state === 'running' && (await somebodyRuns(dataFolder));
  const record = serves ? await readEngineRecord(dataFolder) : null;
  if (record === null) return { ...look, standsBy: false };
  if (record.kind !== 'service') return { ...look, standsBy: true };
  const { pid, since } = look;
  return { ...look, standsBy: false, pid: pid ?? record.pid, since: since ?? record.startedAt };
}

async function write(file: string, content: Uint8Array): Promise<void> {
  try {
    await makeFolder(dirname(file));
    await writeFileAtomic(file, content);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new KimiError('SERVICE_REFUSED', { command: file, reason: String(error.code) }, { cause: error });
  }
}

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
