import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Gateway } from '../../gateway/types.ts';
import type { Logger } from '../types.ts';

/** First wait before a gateway that died is started again; doubled each time in a row. */
const RESTART_FIRST_MS = 100;
const RESTART_MOST_MS = 5000;
/** One that lived this long died of something else than its start. */
const LIVED_MS = 10_000;

export interface GatewayKeeperOptions {
  /** Starts one (the host's way). */
  readonly start: (mirrorSocket: string, allowedOrigins: readonly string[]) => Promise<Gateway>;
  readonly logger: Logger;
}

/** Keeps a terminal gateway running. Viewers that lose theirs ask for a new ticket and are told the new one's address. */
export class GatewayKeeper {
  readonly #o: GatewayKeeperOptions;
  readonly #stop = new AbortController();
  #gateway: Gateway | null = null;
  #mirrorSocket = '';
  #origins: readonly string[] = [];
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: GatewayKeeperOptions) {
    this.#o = options;
  }

  /** Address for viewers. @throws KimiError TIMED_OUT (retryable) while none runs */
  get url(): string {
    if (this.#gateway === null) throw new KimiError('TIMED_OUT', { what: 'terminal gateway' });
    return this.#gateway.url;
  }

  /** Starts the first gateway. @throws whatever the host's start throws: without one there is nothing to show */
  async open(): Promise<void> {
    await this.#start();
    this.#keeping = this.#keep();
  }

  setMirrorSocket(socket: string): void {
    this.#mirrorSocket = socket;
    this.#gateway?.setMirrorSocket(socket);
  }

  setAllowedOrigins(origins: readonly string[]): void {
    this.#origins = origins;
    this.#gateway?.setAllowedOrigins(origins);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#gateway?.close();
    await this.#keeping;
  }

  async #start(): Promise<void> {
    const [socket, origins] = [this.#mirrorSocket, this.#origins];
    const gateway = await this.#o.start(socket, origins);
    this.#gateway = gateway;
    // What changed while it was starting.
    if (socket !== this.#mirrorSocket) gateway.setMirrorSocket(this.#mirrorSocket);
    if (origins !== this.#origins) gateway.setAllowedOrigins(this.#origins);
    if (this.#stop.signal.aborted) await gateway.close();
  }

  async #keep(): Promise<void> {
    let wait = RESTART_FIRST_MS;
    while (!this.#stop.signal.aborted) {
      const since = performance.now();
      if (this.#gateway !== null) {
        const reason = await this.#gateway.closed;
        this.#gateway = null;
        if (this.#stop.signal.aborted) return;
        this.#o.logger.error('the terminal gateway ended and is started again', { reason: reason?.message ?? 'closed' });
      }
      wait = performance.now() - since > LIVED_MS ? RESTART_FIRST_MS : Math.min(wait * 2, RESTART_MOST_MS);
      await delay(wait, undefined, { signal: this.#stop.signal }).catch((error: unknown) => {
        if (!this.#stop.signal.aborted) throw error;
      });
      if (this.#stop.signal.aborted) return;
      try {
        await this.#start();
      } catch (error) {
        this.#o.logger.error('the terminal gateway does not start', { reason: String(error) });
      }
    }
  }
}
