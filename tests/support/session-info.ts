import type { SessionInfo, SessionStateName } from '../../src-shared/contract/index.ts';
import type { SessionId } from '../../src-shared/ids.ts';

/** The id of the `n`th session of a test, 0 to 999. */
export const sessionId = (n: number): SessionId => `ses_00000000000000000000000${String(n).padStart(3, '0')}`;

/** What makes a session of a test differ from an idle Kimi. */
export interface Said extends Partial<Omit<SessionInfo, 'stateInfo' | 'state'>> {
  readonly since?: number;
  readonly detail?: string;
  readonly asks?: 'approval' | 'question';
}

/** A session as the engine describes it. */
export function sessionInfo(n: number, state: SessionStateName, said: Said = {}): SessionInfo {
  const { since = 1000, detail, asks, ...rest } = said;
  return {
    id: sessionId(n),
    hostId: 'local',
    name: `session ${n}`,
    agent: 'kimi',
    cwd: '/w',
    lifecycle: 'active',
    state,
    stateInfo: {
      name: state,
      since,
      evidence: [],
      ...(detail === undefined ? {} : { detail }),
      ...(asks === undefined ? {} : { asks }),
    },
    unseen: ['finished', 'failed', 'exited'].includes(state),
    pinned: false,
    guarded: false,
    tags: [],
    rank: String(n).padStart(3, '0'),
    terminals: [],
    createdAt: n,
    updatedAt: n,
    ...rest,
  };
}

/** The terminal of a session whose program has ended. */
export function endedTerminal(n: number, end: Partial<SessionInfo['terminals'][number]>): SessionInfo['terminals'][number] {
  return { id: `trm_00000000000000000000000${String(n).padStart(3, '0')}`, firstAvailable: 0, end: 0, cols: 80, rows: 24, ...end };
}
