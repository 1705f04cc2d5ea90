import { SessionRepository } from '../../src-main/engine/sessions/index.ts';
import { firstRank } from '../../src-main/engine/sessions/rank.ts';
import type { SessionStateName } from '../../src-shared/contract/index.ts';
import type { SessionId, TerminalId } from '../../src-shared/ids.ts';
import { openStoreIn } from './store.ts';
import { testLogger } from './test-logger.ts';

const FOLDERS = 40;
const GROUPS = ['Backend', 'Website', 'Team 2', 'Team 10'];
const TAGS = ['bug', 'ci', 'docs', 'later', 'a tag of several words'];
const ENDS: readonly SessionStateName[] = ['exited', 'failed', 'finished'];

/** Writes ended sessions into the `state.db` of a data folder whose engine does not run: what somebody has after a few years. */
export async function writeEndedSessions(dataFolder: string, count: number): Promise<void> {
  const store = await openStoreIn(dataFolder);
  const repository = new SessionRepository(store, Date.now, testLogger());
  const first = Date.now() - count * 60_000;
  const each = Array.from({ length: count }, (_, n) => {
    const digits = String(n).padStart(26, '0');
    const id: SessionId = `ses_${digits}`;
    const at = first + n * 60_000;
    const name = ENDS[n % ENDS.length] ?? 'exited';
    const terminal: TerminalId = `trm_${digits}`;
    return repository.create(
      {
        id,
        name: `session ${n} of many`,
        agent: n % 4 === 0 ? 'shell' : 'kimi',
        cwd: `/home/somebody/projects/project-${n % FOLDERS}`,
        args: [],
        env: {},
        depth: 1,
        lifecycle: 'active',
        state: { name, since: at, detail: `what it did last in turn ${n}`, evidence: [{ source: 'process', says: 'ended', at }] },
        unseen: n % 50 === 0,
        agentSession: undefined,
        prompt: undefined,
        pinned: n % 1000 === 0,
        tags: TAGS.filter((_tag, i) => n % (i + 3) === 0),
        group: n % 10 === 0 ? GROUPS[(n / 10) % GROUPS.length] : undefined,
        guarded: false,
        rank: firstRank(id),
        createdAt: at,
        updatedAt: at,
      },
      {
        id: terminal,
        sessionId: id,
        cols: 80,
        rows: 24,
        agentEnv: {},
        createdAt: at,
        process: undefined,
        exit: { code: 0, signal: null, at },
        lostHolder: undefined,
        stopAskedAt: undefined,
      },
    );
  });
  await Promise.all(each);
  await store.close();
}
