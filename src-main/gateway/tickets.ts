import { createHmac, timingSafeEqual } from 'node:crypto';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { steadyNow } from './steady-clock.ts';
import { type Revocation, TicketClaims } from './types.ts';

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

/** Whether a revocation means a ticket. */
export function isRevoked({ childId, via, serial }: TicketClaims, { tickets, upTo }: Revocation): boolean {
  if (serial > upTo) return false;
  return 'childId' in tickets ? tickets.childId === childId : via.startsWith(tickets.via);
}

/** Takes tickets in. Each opens one connection, none after its time, and none that was revoked. */
export class TicketVerifier {
  readonly #key: string;
  readonly #now: () => number;
  /** Numbers of tickets that were shown, with the time after which their ticket is refused anyway. */
  readonly #used = new Map<number, number>();
  #revocations: readonly Revocation[] = [];

  /** @param now by `steadyNow` */
  constructor(key: string, now: () => number = steadyNow) {
    this.#key = key;
    this.#now = now;
  }

  /** Refuses tickets from now on. */
  revoke(revocation: Revocation): void {
    this.#forgetExpired(this.#now());
    this.#revocations = [...this.#revocations, revocation];
  }

  /** What the ticket grants. @throws KimiError TICKET_INVALID (forged, damaged or shown before), TICKET_EXPIRED or TICKET_REVOKED */
  redeem(ticket: string): TicketClaims {
    const claims = this.#read(ticket);
    const now = this.#now();
    if (claims.validUntil <= now) throw new KimiError('TICKET_EXPIRED', { sinceMs: now - claims.validUntil });
    this.#forgetExpired(now);
    if (this.#used.has(claims.serial)) throw new KimiError('TICKET_INVALID', { reason: 'it was used before' });
    if (this.#revocations.some((revocation) => isRevoked(claims, revocation))) throw new KimiError('TICKET_REVOKED');
    this.#used.set(claims.serial, claims.validUntil);
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
    for (const [serial, validUntil] of this.#used) if (validUntil <= now) this.#used.delete(serial);
    this.#revocations = this.#revocations.filter(({ until }) => until > now);
  }
}
