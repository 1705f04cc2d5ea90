import type { ProcedureMeta } from '#shared/contract/index.ts';
import { contract } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { retry } from '#shared/retry/retry.ts';
import type { Connection } from './client.ts';
import type { Door } from './door.ts';
import { type ReachOptions, reachEngine } from './reach-engine.ts';

/** What the system says where a connection was not made at all. */
const NOT_MADE = new Set(['ECONNREFUSED', 'ENOENT']);
/** An engine that makes way is followed by the next; more in a row is no hand-over. */
const MOST_TRIES = 5;
/** An engine that is asked too much says itself when to come back; one that makes way is followed within a second or two. */
const WAITS = { firstMs: 200, mostMs: 1_000 };

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

  readonly call = (procedure: readonly string[], input: unknown): Promise<unknown> =>
    retry(async () => (await this.#reach()).call(procedure, input), {
      ...WAITS,
      tries: MOST_TRIES,
      worthwhile: (error) => mayAskAgain(error, procedure),
      onFailed: () => this.close(),
    });

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening === null) return;
    // One that was never made has told whoever asked for it.
    const [made] = await Promise.allSettled([opening]);
    if (made.status === 'fulfilled') await made.value.close();
  }
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
