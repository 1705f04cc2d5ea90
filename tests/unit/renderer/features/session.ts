import type { SessionInfo, SessionStateName } from '#shared/contract/index.ts';

/** A session as the engine tells it, the n-th that was created. */
export function session(n: number, state: SessionStateName, more: Partial<SessionInfo> = {}): SessionInfo {
  return {
    id: `ses_${String(n).padStart(26, '0')}`,
    hostId: 'local',
    name: `s${n}`,
    agent: 'kimi',
    cwd: '/a',
    lifecycle: 'active',
    state,
    stateInfo: { name: state, since: 0, evidence: [] },
    unseen: false,
    pinned: false,
    guarded: false,
    tags: [],
    rank: `${String(n).padStart(26, '0')}I`,
    terminals: [],
    createdAt: n,
    updatedAt: n,
    ...more,
  };
}
