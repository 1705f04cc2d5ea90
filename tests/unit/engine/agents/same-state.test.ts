import { describe, expect, it } from 'vitest';
import { sameState } from '#main/engine/agents/index.ts';
import type { SessionState } from '#shared/contract/index.ts';

describe('two states', () => {
  const state = (over: Partial<SessionState> = {}): SessionState => ({
    name: 'working',
    since: 1,
    evidence: [{ source: 'osc', says: 'busy', at: 1 }],
    ...over,
  });

  it('are the same when only the time of the evidence differs', () => {
    expect(sameState(state(), state({ evidence: [{ source: 'osc', says: 'busy', at: 9 }] }))).toBe(true);
  });

  it.each([
    { name: 'idle' },
    { detail: 'npm test' },
    { since: 2 },
    { evidence: [] },
    { evidence: [{ source: 'screen', says: 'busy', at: 1 }] },
  ] as Partial<SessionState>[])('differ by %o', (over) => {
    expect(sameState(state(), state(over))).toBe(false);
  });
});
