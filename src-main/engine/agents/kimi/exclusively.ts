import { KimiError } from '#shared/errors/kimi-error.ts';
import type { InputLease } from '../../../holder/types.ts';

/** How often a lease may run out before it is given up: then this machine is too slow at the moment to look and write within one. */
const MOST_LEASES = 5;

export interface ExclusivePort {
  input(bytes: Uint8Array): Promise<void>;
  lease(withinMs: number): Promise<InputLease>;
  now(): number;
}

/** One write; under a lease that has run out it writes nothing and throws LEASE_OVER. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Looks and writes while nobody else's keys can come in between. A lease lasts a tenth of a second, so `act` is begun again when one ran
 * out before its write, and must look again. When that happens too often the last try goes without one: keys of others
 * may then come between, as they may with a holder that has no leases.
 * @throws KimiError TIMED_OUT when the input was not to be had before the deadline, and what `act` throws
 */
export async function exclusively<T>(port: ExclusivePort, deadline: number, act: (write: Write) => Promise<T>): Promise<T> {
  for (let leases = 0; leases < MOST_LEASES; leases += 1) {
    const lease = await port.lease(Math.max(deadline - port.now(), 0));
    try {
      return await act((bytes) => lease.write(bytes));
    } catch (error) {
      if (!(error instanceof KimiError && error.code === 'LEASE_OVER')) throw error;
    } finally {
      lease.release();
    }
  }
  return act((bytes) => port.input(bytes));
}
