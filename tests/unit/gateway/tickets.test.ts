import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signTicket, TicketVerifier } from '#main/gateway/tickets.ts';
import type { Revocation, TicketClaims } from '#main/gateway/types.ts';

const KEY = randomBytes(32).toString('hex');
const NOW = 1_700_000_000_000;
const claims: TicketClaims = {
  childId: 'trm_1',
  holderSocket: '/run/h.sock',
  rights: 'write',
  validUntil: NOW + 1000,
  via: 'page:one',
  serial: 1,
};

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'accepted';
}

test('a ticket grants what was signed', () => {
  expect(new TicketVerifier(KEY, () => NOW).redeem(signTicket(claims, KEY))).toEqual(claims);
});

test('a ticket opens one connection', () => {
  const verifier = new TicketVerifier(KEY, () => NOW);
  const ticket = signTicket(claims, KEY);
  verifier.redeem(ticket);
  expect(codeOf(() => verifier.redeem(ticket))).toBe('TICKET_INVALID');
});

test('a ticket is refused from its time on, also one that was used before', () => {
  let now = NOW;
  const verifier = new TicketVerifier(KEY, () => now);
  const used = signTicket(claims, KEY);
  verifier.redeem(used);
  now = claims.validUntil;
  expect(codeOf(() => verifier.redeem(used))).toBe('TICKET_EXPIRED');
  expect(codeOf(() => verifier.redeem(signTicket({ ...claims, serial: 2 }, KEY)))).toBe('TICKET_EXPIRED');
});

const revocation = (tickets: Revocation['tickets'], change: Partial<Revocation> = {}): Revocation => ({
  tickets,
  upTo: 10,
  until: NOW + 5000,
  ...change,
});

test.each<[string, Revocation, string]>([
  ['for its terminal', revocation({ childId: 'trm_1' }), 'TICKET_REVOKED'],
  ['for another terminal', revocation({ childId: 'trm_2' }), 'accepted'],
  ['for who asked for it', revocation({ via: 'page:one' }), 'TICKET_REVOKED'],
  ['for all of its kind', revocation({ via: 'page:' }), 'TICKET_REVOKED'],
  ['for somebody else', revocation({ via: 'token:' }), 'accepted'],
  ['before it was given', revocation({ childId: 'trm_1' }, { upTo: 0 }), 'accepted'],
])('a ticket meets a revocation %s', (_, revoked, what) => {
  const verifier = new TicketVerifier(KEY, () => NOW);
  verifier.revoke(revoked);
  expect(codeOf(() => verifier.redeem(signTicket(claims, KEY)))).toBe(what);
});

test('a revocation is remembered while one of its tickets could still be shown', () => {
  let now = NOW;
  const verifier = new TicketVerifier(KEY, () => now);
  verifier.revoke(revocation({ childId: 'trm_1' }));
  verifier.revoke(revocation({ via: 'token:' }));
  now = NOW + 999;
  expect(codeOf(() => verifier.redeem(signTicket(claims, KEY)))).toBe('TICKET_REVOKED');
  now = NOW + 5000;
  expect(codeOf(() => verifier.redeem(signTicket(claims, KEY)))).toBe('TICKET_EXPIRED');
});

test('a ticket of another key is refused', () => {
  const other = randomBytes(32).toString('hex');
  expect(codeOf(() => new TicketVerifier(KEY, () => NOW).redeem(signTicket(claims, other)))).toBe('TICKET_INVALID');
});

test('no changed ticket is accepted', () => {
  const ticket = signTicket(claims, KEY);
  fc.assert(
    fc.property(fc.nat(ticket.length - 1), fc.constantFrom(...'ABCabc019-_.'), (at, character) => {
      const changed = ticket.slice(0, at) + character + ticket.slice(at + 1);
      // The last character of base64url holds unused bits: a change there may leave the same bytes.
      fc.pre(
        !Buffer.from(changed.split('.').at(-1) ?? '', 'base64url').equals(Buffer.from(ticket.split('.').at(-1) ?? '', 'base64url')) ||
          changed.split('.')[0] !== ticket.split('.')[0],
      );
      expect(codeOf(() => new TicketVerifier(KEY, () => NOW).redeem(changed))).toBe('TICKET_INVALID');
    }),
  );
});

test.each(['', '.', 'a.b.c', 'x'.repeat(5000), '....'])('what is no ticket is refused: %s', (text) => {
  expect(codeOf(() => new TicketVerifier(KEY, () => NOW).redeem(text))).toBe('TICKET_INVALID');
});
