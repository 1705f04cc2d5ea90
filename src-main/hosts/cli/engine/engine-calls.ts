import { setTimeout as delay } from 'node:timers/promises';
import type { ProcedureMeta } from '#shared/contract/index.ts';
import { contract } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Connection } from './client.ts';
import type { Door } from './door.ts';
import { type ReachOptions, reachEngine } from './reach-engine.ts';

/** What the system says where a connection was not made at all. */
const NOT_MADE = new Set(['ECONNREFUSED', 'ENOENT']);
/** An engine that makes way is followed by the next; more in a row is no hand-over. */
const MOST_TRIES = 5;
/** Where an engine that is asked too much does not say when to come back: a command is done within some tenths of a second. */
const CROWDED_MS = 500;

/**
 * A command's calls. One that falls between two engines is asked again of the next, where that does no harm: nothing was done,
 * or there was nothing to do but read.
 */
export class EngineCalls implements Pick<Connection, 'call'> {
  readonly #door: Door;
  readonly #options: ReachOptions;
  #opening: Promise<Connection> | null = null;

  constructor(door: Door, options: ReachOptions) {
    this.#door = door;
    this.#options = options;
  }

  /** Reaches the engine. @throws KimiError as `reachEngine` does */
  async open(): Promise<void> {
    await this.#reach();
  }

  /** One connection for all who ask at the same time; a try that failed is not kept. */
  #reach(): Promise<Connection> {
    if (this.#opening !== null) return this.#opening;
    const opening = reachEngine(this.#door, this.#options);
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    return opening;
  }

  readonly call = async (procedure: readonly string[], input: unknown): Promise<unknown> => {
    for (let tries = 1; ; tries++) {
      try {
        const connection = await this.#reach();
        return await connection.call(procedure, input);
      } catch (error) {
        if (tries === MOST_TRIES || !mayAskAgain(error, procedure)) throw error;
        await this.close();
        if (error instanceof KimiError && error.code === 'TOO_MANY_CALLS') await delay(crowdedFor(error));
      }
    }
  };

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening === null) return;
    // One that was never made has told whoever asked for it.
    const [made] = await Promise.allSettled([opening]);
    if (made.status === 'fulfilled') await made.value.close();
  }
}

/** How long an engine that is asked too much wants to be left alone, ms; not the same for all who were refused together. */
export function crowdedFor({ context }: KimiError): number {
  const wanted = typeof context.retryAfterMs === 'number' ? context.retryAfterMs : CROWDED_MS;
  return wanted * (0.5 + Math.random());
}

/** Whether asking again can do nothing twice. */
export function mayAskAgain(error: unknown, procedure: readonly string[]): boolean {
  if (!(error instanceof KimiError)) return false;
  // Asked to end, the one that ends is meant, and not the next.
  if (error.code === 'ENGINE_ENDING') return procedure.join('.') !== 'system.shutdown';
  // It was refused before anything was done.
  if (error.code === 'TOO_MANY_CALLS') return true;
  if (error.code !== 'ENGINE_UNREACHABLE' || !(error.cause instanceof Error)) return false;
  if ('code' in error.cause && NOT_MADE.has(String(error.cause.code))) return true;
  return !changes(procedure);
}

function changes(path: readonly string[]): boolean {
  let node: unknown = contract;
  for (const name of path) node = Reflect.get(node as object, name);
  const meta = (node as { readonly '~orpc': { readonly meta: ProcedureMeta } })['~orpc'].meta;
  return meta.changes;
}
