import { KimiError } from '#shared/errors/kimi-error.ts';
import { retry } from '#shared/retry/retry.ts';
import { connectMirror } from '../mirror/client.ts';
import type { MirrorClient, Snapshot } from '../mirror/types.ts';

/** A mirror that died is started again within a second; a viewer waits so long before it is told. */
const PATIENCE_MS = 10_000;
const RETRY = { firstMs: 50, mostMs: 400, budgetMs: PATIENCE_MS };

/** The gateway's way to snapshots, whichever mirror runs at the moment. */
export class MirrorLink {
  #socket: string;
  #client: Promise<MirrorClient> | null = null;
  readonly #stop = new AbortController();

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** The mirror listens elsewhere from now on. */
  setSocket(socket: string): void {
    if (socket === this.#socket) return;
    this.#socket = socket;
    this.#drop();
  }

  /**
   * A snapshot at `atLeast` or later.
   * @throws KimiError MIRROR_UNAVAILABLE when no mirror could be asked for ten seconds, NOT_FOUND when it knows no such child
   */
  async snapshot(childId: string, options: { readonly atLeast: number; readonly scrollback: number }): Promise<Snapshot> {
    return retry(() => this.#ask(childId, options), {
      ...RETRY,
      signal: this.#stop.signal,
      worthwhile: (error) => error instanceof KimiError && error.code === 'MIRROR_UNAVAILABLE',
    });
  }

  /** A snapshot of wherever the mirror stands, asked once; null when it cannot be had now. */
  async glance(childId: string, scrollback: number): Promise<Snapshot | null> {
    try {
      return await (await this.#connected()).snapshot(childId, { scrollback });
    } catch (error) {
      // Whoever needs one asks again with patience, and gets the reason then.
      if (KimiError.from(error).code === 'INTERNAL') throw error;
      return null;
    }
  }

  close(): void {
    this.#stop.abort();
    this.#drop();
  }

  async #ask(childId: string, options: { readonly atLeast: number; readonly scrollback: number }): Promise<Snapshot> {
    try {
      return await (await this.#connected()).snapshot(childId, options);
    } catch (error) {
      throw KimiError.from(error);
    }
  }

  #connected(): Promise<MirrorClient> {
    if (this.#client !== null) return this.#client;
    if (this.#socket === '') return Promise.reject(new KimiError('MIRROR_UNAVAILABLE', { reason: 'none has been started yet' }));
    const connecting = connectMirror(this.#socket);
    this.#client = connecting;
    const forget = (): void => {
      if (this.#client === connecting) this.#client = null;
    };
    connecting.then((client) => client.closed.then(forget), forget);
    return connecting;
  }

  #drop(): void {
    const client = this.#client;
    this.#client = null;
    client?.then(
      (open) => open.close(),
      () => undefined,
    );
  }
}
