import type { Role } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { LIMITS, type Limits } from './limits.ts';

/** Who is counted: the name that all connections of one caller share, and its role. Every call's context is one. */
export interface Counted {
  readonly connection: string;
  readonly caller: { readonly role: Role };
}

/** Gives back what was taken; harmless twice. */
export type Release = () => void;

type Quantity = 'connections' | 'streams' | 'calls' | 'requestBytes';

interface Account {
  readonly limits: Limits;
  readonly held: Record<Quantity, number>;
  /** Calls that may be made at once, as of `at`. */
  tokens: number;
  at: number;
}

/** A caller that has too many streams open is told to come back after this: about as long as a closed window takes to be noticed. */
const STREAM_RETRY_MS = 5_000;
/** Calls and bytes become free as soon as an answer goes out. */
const BUSY_RETRY_MS = 1_000;

const REASONS = {
  connections: 'too many connections at once',
  calls: 'too many calls at once',
  requestBytes: 'too many bytes at once',
} as const satisfies Partial<Record<Quantity, string>>;

export interface CallerLimitsOptions {
  /** Monotonic, ms. */
  readonly now?: () => number;
  readonly limits?: Readonly<Record<Role, Limits>>;
}

/**
 * What each caller has under way, whichever door it came through. Keeps nothing of a caller that has nothing open and has rested,
 * and needs no timer for that: the rested are forgotten when somebody new comes.
 */
export class CallerLimits {
  readonly #accounts = new Map<string, Account>();
  readonly #now: () => number;
  readonly #limits: Readonly<Record<Role, Limits>>;

  constructor({ now = () => performance.now(), limits = LIMITS }: CallerLimitsOptions = {}) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Callers that something is kept of. */
  get size(): number {
    return this.#accounts.size;
  }

  /** The limits that hold for a caller. */
  of({ caller }: Counted): Limits {
    return this.#limits[caller.role];
  }

  /** @throws KimiError TOO_MANY_CALLS */
  connection(who: Counted): Release {
    return this.#take(who, 'connections', 1);
  }

  /** @throws KimiError TOO_MANY_STREAMS */
  stream(who: Counted): Release {
    return this.#take(who, 'streams', 1);
  }

  /** Memory for a request of `bytes`. @throws KimiError TOO_MANY_CALLS */
  request(who: Counted, bytes: number): Release {
    return this.#take(who, 'requestBytes', bytes);
  }

  /** One call, until it is answered. @throws KimiError TOO_MANY_CALLS for one that comes too soon, or beside too many others */
  call(who: Counted): Release {
    const account = this.#account(who);
    const release = this.#take(who, 'calls', 1);
    if (account.tokens < 1) {
      release();
      const retryAfterMs = Math.ceil(((1 - account.tokens) / account.limits.callsPerSecond) * 1000);
      throw new KimiError('TOO_MANY_CALLS', { reason: 'too many calls a second', limit: account.limits.callsPerSecond, retryAfterMs });
    }
    account.tokens -= 1;
    return release;
  }

  #take(who: Counted, quantity: Quantity, amount: number): Release {
    const account = this.#account(who);
    const { held, limits } = account;
    if (held[quantity] + amount > limits[quantity]) throw tooMany(quantity, limits[quantity]);
    held[quantity] += amount;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      held[quantity] -= amount;
    };
  }

  #account(who: Counted): Account {
    const now = this.#now();
    let account = this.#accounts.get(who.connection);
    if (account === undefined) {
      this.#forgetRested(now);
      const limits = this.of(who);
      account = { limits, held: { connections: 0, streams: 0, calls: 0, requestBytes: 0 }, tokens: limits.burst, at: now };
      this.#accounts.set(who.connection, account);
    }
    refill(account, now);
    return account;
  }

  #forgetRested(now: number): void {
    for (const [name, account] of this.#accounts) {
      refill(account, now);
      if (account.tokens === account.limits.burst && Object.values(account.held).every((held) => held === 0)) this.#accounts.delete(name);
    }
  }
}

function refill(account: Account, now: number): void {
  const { limits } = account;
  account.tokens = Math.min(limits.burst, account.tokens + ((now - account.at) / 1000) * limits.callsPerSecond);
  account.at = now;
}

function tooMany(quantity: Quantity, limit: number): KimiError {
  if (quantity === 'streams') return new KimiError('TOO_MANY_STREAMS', { limit, retryAfterMs: STREAM_RETRY_MS });
  return new KimiError('TOO_MANY_CALLS', { reason: REASONS[quantity], limit, retryAfterMs: BUSY_RETRY_MS });
}
