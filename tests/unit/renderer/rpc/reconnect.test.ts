import { describe, expect, it } from 'vitest';
import { backoff, CLOSE, type Phase, step } from '#renderer/rpc/reconnect.ts';

const connecting: Phase = { kind: 'connecting', attempt: 0, since: 1_000 };
const open: Phase = { kind: 'open', since: 2_000 };
const closed = (at: number, code = 1006) => ({ kind: 'closed', at, code, random: 0 }) as const;

describe('the connection to the engine', () => {
  it('is open once the engine has answered', () => {
    expect(step(connecting, { kind: 'opened', at: 1_500 })).toEqual({ kind: 'open', since: 1_500 });
  });

  it('says since when the engine is gone, over all its tries', () => {
    let phase = step(open, closed(5_000));
    expect(phase).toMatchObject({ kind: 'lost', since: 5_000, attempt: 1 });
    phase = step(phase, { kind: 'try', at: 5_200 });
    expect(phase).toEqual({ kind: 'connecting', attempt: 1, since: 5_000 });
    phase = step(phase, closed(5_300));
    expect(phase).toMatchObject({ kind: 'lost', since: 5_000, attempt: 2 });
  });

  it('counts the age of what is shown from when a silent engine was heard last', () => {
    expect(step(open, { ...closed(20_000, CLOSE.silent), since: 5_000 })).toMatchObject({ kind: 'lost', since: 5_000 });
    expect(step({ kind: 'connecting', attempt: 2, since: 4_000 }, { ...closed(20_000), since: 5_000 })).toMatchObject({ since: 4_000 });
  });

  it('waits longer after each failed try, up to eight seconds', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoff(attempt, 1));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it('spreads windows that lost the same engine over half of the wait', () => {
    expect(backoff(3, 0)).toBe(1_000);
    expect(backoff(3, 0.5)).toBe(1_500);
  });

  it('begins with the short waits again after it was open', () => {
    const phase = step(open, closed(10_000));
    expect(phase).toMatchObject({ retryAt: 10_000 + backoff(0, 0) });
  });

  it('does not try again when its secret was refused', () => {
    const phase = step(connecting, closed(1_200, CLOSE.unauthenticated));
    expect(phase).toEqual({ kind: 'refused', reason: 'secret' });
    expect(step(phase, { kind: 'try', at: 9_000 })).toBe(phase);
  });

  it('tells an engine with too many listeners from one that is gone', () => {
    const phase = step(open, closed(3_000, CLOSE.crowded));
    expect(phase).toMatchObject({ kind: 'crowded', since: 3_000 });
    expect(phase.kind === 'crowded' && phase.retryAt - 3_000).toBeGreaterThanOrEqual(5_000);
  });
});
