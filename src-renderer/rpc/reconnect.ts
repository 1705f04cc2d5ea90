/**
 * The life of the window's connection to its engine, as a pure state machine: what happened and when goes in, the next
 * phase comes out. Sockets and timers are engine-connection.ts's business.
 */

/** Why the engine will not talk to this page at all; trying again cannot help. */
export type RefusalReason = 'no-link' | 'link-used' | 'link-wrong' | 'secret';

export type Phase =
  | { readonly kind: 'connecting'; readonly attempt: number; readonly since: number }
  | { readonly kind: 'open'; readonly since: number }
  /** The engine is gone; `since` is when it went (or was first found missing), `retryAt` the next try, both by `pageNow`. */
  | { readonly kind: 'lost'; readonly attempt: number; readonly since: number; readonly retryAt: number }
  /** The engine is there, but this caller has too many event streams open. */
  | { readonly kind: 'crowded'; readonly attempt: number; readonly since: number; readonly retryAt: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

export type Happening =
  | { readonly kind: 'try'; readonly at: number }
  | { readonly kind: 'opened'; readonly at: number }
  /** `random` in [0, 1) spreads windows that lost the same engine. `since`: when it was heard last, where that was before `at`. */
  | { readonly kind: 'closed'; readonly at: number; readonly code: number; readonly random: number; readonly since?: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** Close codes of the `/rpc` WebSocket (4000 + the HTTP status that says the same). `silent` is the window's own verdict. */
export const CLOSE = { unauthenticated: 4401, denied: 4403, silent: 4408, crowded: 4429 } as const;

/** What browsers report for a WebSocket that never opened, or broke: nobody said why. */
export const CLOSE_LOST = 1006;

// A restarted engine listens again after about half a second, so the first tries are quick; 8 s keeps a
// machine that was left alone over night from burning its battery.
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;
// Retry-After of the engine's stream limit is a few seconds; sooner only makes it worse.
const CROWDED_DELAY_MS = 5_000;

/** Wait before try number `attempt` (from 0), ms: doubles up to 8 s, of which a random half is kept back. */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random);
}

/** The next phase. A refusal is final until the page is opened with a new link. */
export function step(phase: Phase, what: Happening): Phase {
  if (phase.kind === 'refused') return phase;
  switch (what.kind) {
    case 'refused':
      return { kind: 'refused', reason: what.reason };
    case 'try':
      return { kind: 'connecting', attempt: attemptOf(phase), since: phase.kind === 'open' ? what.at : phase.since };
    case 'opened':
      return { kind: 'open', since: what.at };
    case 'closed': {
      if (what.code === CLOSE.unauthenticated || what.code === CLOSE.denied) return { kind: 'refused', reason: 'secret' };
      const attempt = phase.kind === 'open' ? 0 : attemptOf(phase);
      const since = phase.kind === 'open' ? (what.since ?? what.at) : phase.since;
      if (what.code === CLOSE.crowded) {
        return { kind: 'crowded', attempt: attempt + 1, since, retryAt: what.at + CROWDED_DELAY_MS + backoff(attempt, what.random) };
      }
      return { kind: 'lost', attempt: attempt + 1, since, retryAt: what.at + backoff(attempt, what.random) };
    }
  }
}

function attemptOf(phase: Phase): number {
  return phase.kind === 'connecting' || phase.kind === 'lost' || phase.kind === 'crowded' ? phase.attempt : 0;
}
