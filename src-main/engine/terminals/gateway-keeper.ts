import { randomBytes } from 'node:crypto';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Backoff } from '#shared/retry/backoff.ts';
import { steadyNow } from '../../gateway/steady-clock.ts';
import type { Gateway, RevokedTickets, TicketClaims } from '../../gateway/types.ts';
import { RetryWaits } from '../power/index.ts';
import type { Logger } from '../types.ts';

/** Most of the first wait before a gateway that died is started again; doubled each time in a row. */
const RESTART_FIRST_MS = 100;
const RESTART_MOST_MS = 5000;
/** One that lived this long died of something else than its start. */
const LIVED_MS = 10_000;

/** From the answer that carries a ticket to the connection that shows it: one round trip, and a slow page's start. */
const TICKET_LIFE_MS = 30_000;

/** What a new gateway is given. */
export interface GatewayStart {
  /** Hex key of its own: a ticket that was made for the gateway before is none for this one, which knows nothing of what became of it. */
  readonly ticketKey: string;
  readonly mirrorSocket: string;
  readonly allowedOrigins: readonly string[];
}

export interface GatewayKeeperOptions {
  /** Starts one (the host's way). */
  readonly start: (options: GatewayStart) => Promise<Gateway>;
  readonly sign: (claims: TicketClaims, key: string) => string;
  readonly logger: Logger;
  /** Pauses between starts. */
  readonly waits?: RetryWaits;
  /** Clock of the tickets' lives (`steadyNow`), ms. */
  readonly steady?: () => number;
}

/** A ticket, and where to show it. */
export interface IssuedTicket {
  readonly url: string;
  readonly ticket: string;
}

interface Running {
  readonly gateway: Gateway;
  readonly key: string;
}

/** Keeps a terminal gateway running and gives out its tickets. Viewers that lose theirs ask for a new ticket and are told the new one's address. */
export class GatewayKeeper {
  readonly #o: GatewayKeeperOptions;
  readonly #steady: () => number;
  readonly #waits: RetryWaits;
  readonly #stop = new AbortController();
  #running: Running | null = null;
  #serial = 0;
  #mirrorSocket = '';
  #origins: readonly string[] = [];
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: GatewayKeeperOptions) {
    this.#o = options;
    this.#waits = options.waits ?? new RetryWaits();
    this.#steady = options.steady ?? steadyNow;
  }

  /** Makes a ticket for the gateway that runs now. @throws KimiError TIMED_OUT (retryable) while none runs */
  issue(claims: Omit<TicketClaims, 'serial' | 'validUntil'>): IssuedTicket {
    if (this.#running === null) throw new KimiError('TIMED_OUT', { what: 'terminal gateway' });
    const { gateway, key } = this.#running;
    this.#serial += 1;
    const ticket = this.#o.sign({ ...claims, validUntil: this.#steady() + TICKET_LIFE_MS, serial: this.#serial }, key);
    return { url: gateway.url, ticket };
  }

  /** Takes tickets back that were given until now. When it resolves, what they opened is closed, and none of them opens anything. */
  async revoke(tickets: RevokedTickets): Promise<void> {
    // Without a gateway there are no tickets: the next one takes none of the last one's.
    await this.#running?.gateway.revoke({ tickets, upTo: this.#serial, until: this.#steady() + TICKET_LIFE_MS });
  }

  /** Starts the first gateway. @throws whatever the host's start throws: without one there is nothing to show */
  async open(): Promise<void> {
    await this.#start();
    this.#keeping = this.#keep();
  }

  setMirrorSocket(socket: string): void {
    this.#mirrorSocket = socket;
    this.#running?.gateway.setMirrorSocket(socket);
  }

  setAllowedOrigins(origins: readonly string[]): void {
    this.#origins = origins;
    this.#running?.gateway.setAllowedOrigins(origins);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running?.gateway.close();
    await this.#keeping;
  }

  async #start(): Promise<void> {
    const [socket, origins] = [this.#mirrorSocket, this.#origins];
    const key = randomBytes(32).toString('hex');
    const gateway = await this.#o.start({ ticketKey: key, mirrorSocket: socket, allowedOrigins: origins });
    this.#running = { gateway, key };
    // What changed while it was starting.
    if (socket !== this.#mirrorSocket) gateway.setMirrorSocket(this.#mirrorSocket);
    if (origins !== this.#origins) gateway.setAllowedOrigins(this.#origins);
    if (this.#stop.signal.aborted) await gateway.close();
  }

  async #keep(): Promise<void> {
    const backoff = new Backoff({ firstMs: RESTART_FIRST_MS, mostMs: RESTART_MOST_MS });
    while (!this.#stop.signal.aborted) {
      const since = performance.now();
      if (this.#running !== null) {
        const reason = await this.#running.gateway.closed;
        this.#running = null;
        if (this.#stop.signal.aborted) return;
        this.#o.logger.error('the terminal gateway ended and is started again', { reason: reason?.message ?? 'closed' });
      }
      if (performance.now() - since > LIVED_MS) backoff.reset();
      await this.#waits.pause(backoff.next(), this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      try {
        await this.#start();
      } catch (error) {
        this.#o.logger.error('the terminal gateway does not start', { reason: String(error) });
      }
    }
  }
}
