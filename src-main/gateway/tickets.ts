import { createHmac, timingSafeEqual } from 'node:crypto';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { steadyNow } from './steady-clock.ts';
import { TicketClaims } from './types.ts';

// A ticket of this product has some 300 characters.
const LONGEST = 4096;

function seal(body: string, key: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(body).digest();
}

/** A ticket: its claims and their HMAC-SHA256, both base64url, with a dot between. @param key hex */
export function signTicket(claims: TicketClaims, key: string): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${seal(body, key).toString('base64url')}`;
}

/** Takes tickets in. Each opens one connection, and none after its time. */
export class TicketVerifier {
  readonly #key: string;
  readonly #now: () => number;
  /** Nonces that were shown, with the time after which their ticket is refused anyway. */
  readonly #used = new Map<string, number>();

  /** @param now by `steadyNow` */
  constructor(key: string, now: () => number = steadyNow) {
    this.#key = key;
    this.#now = now;
  }

  /** What the ticket grants. @throws KimiError TICKET_INVALID (forged, damaged or shown before) or TICKET_EXPIRED */
  redeem(ticket: string): TicketClaims {
    const claims = this.#read(ticket);
    const now = this.#now();
    if (claims.validUntil <= now) throw new KimiError('TICKET_EXPIRED', { sinceMs: now - claims.validUntil });
    this.#forgetExpired(now);
    if (this.#used.has(claims.nonce)) throw new KimiError('TICKET_INVALID', { reason: 'it was used before' });
    this.#used.set(claims.nonce, claims.validUntil);
    return claims;
  }

  #read(ticket: string): TicketClaims {
    const [body, mac, ...more] = ticket.length > LONGEST ? [] : ticket.split('.');
    if (body === undefined || mac === undefined || more.length > 0) throw new KimiError('TICKET_INVALID', { reason: 'it is malformed' });
    const given = Buffer.from(mac, 'base64url');
    const right = seal(body, this.#key);
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new KimiError('TICKET_INVALID', { reason: 'its signature does not match' });
    }
    // Signed by us, so its shape is ours; a mismatch would be a defect and says so.
    return TicketClaims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  }

  #forgetExpired(now: number): void {
    for (const [nonce, validUntil] of this.#used) if (validUntil <= now) this.#used.delete(nonce);
  }
}
