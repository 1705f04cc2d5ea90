import { SESSION_STATES, type SessionInfo } from '#shared/contract/index.ts';
import { session } from '../unit/renderer/features/session.ts';

const MINUTE = 60_000;
const FOLDERS = ['/home/ada/garden', '/home/ada/weather', '/home/ada/a-folder-with-a-rather-long-name'] as const;

/** Ages are told against now: 3 minutes old stays so for the next 50 seconds. */
const since = (minutes: number) => Date.now() - minutes * MINUTE - 10_000;

/** What somebody would read in the list, by state. */
const DETAILS: Partial<Record<SessionInfo['state'], string>> = {
  waiting: 'ls beds/ && cat beds/tomatoes.md',
  working: 'Reading src/forecast/rain.ts',
  failed: 'The model did not answer (429 Too Many Requests)',
  finished: 'Explained the forecast in three paragraphs',
};

/** The n-th session, in a state, with everything that the window can show of one. */
export function known(n: number, state: SessionInfo['state'], more: Partial<SessionInfo> = {}): SessionInfo {
  const at = since(3 * n);
  const detail = DETAILS[state];
  return session(n, state, {
    name: `Session ${n}`,
    cwd: FOLDERS[n % FOLDERS.length] ?? FOLDERS[0],
    stateInfo: {
      name: state,
      since: at,
      ...(detail === undefined ? {} : { detail }),
      evidence: [
        { source: 'transcript', says: 'approval requested: ls beds/', at },
        { source: 'process', says: 'process 4711 runs', at: at - MINUTE },
      ],
    },
    terminals: [{ id: `trm_${String(n).padStart(26, '0')}`, firstAvailable: 0, end: 52_428, cols: 120, rows: 40, pid: 4711 }],
    createdAt: Date.UTC(2026, 0, 15, 9, 30, n),
    updatedAt: at,
    ...more,
  });
}

/** One of each state. */
export const EACH_STATE: readonly SessionInfo[] = SESSION_STATES.map((state, n) => known(n + 1, state));

/** Names and words as long as people make them, in both scripts. */
export const LONG: readonly SessionInfo[] = [
  known(11, 'waiting', { name: 'Find out why the forecast of the third station is always a day late and mend it', unseen: true }),
  known(12, 'working', { name: '整理花园里所有苗床的记录并补上去年缺失的几个月的数据', unseen: true }),
];

/** More than fits into any window. */
export const MANY: readonly SessionInfo[] = Array.from({ length: 200 }, (_, n) =>
  known(n + 21, n % 40 === 0 ? 'waiting' : n % 15 === 0 ? 'working' : n % 7 === 0 ? 'finished' : 'idle', { unseen: n % 14 === 0 }),
);
