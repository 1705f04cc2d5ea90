import { describe, expect, it, onTestFinished } from 'vitest';
import { type FoundSessions, notingSessions } from '../../../../src-main/engine/calls/index.ts';
import { findSession } from '../../../../src-main/engine/sessions/find.ts';
import { type SessionRecord, SessionRepository, type TerminalRecord } from '../../../../src-main/engine/sessions/index.ts';
import { firstRank } from '../../../../src-main/engine/sessions/rank.ts';
import type { SessionId, TerminalId } from '../../../../src-shared/ids.ts';
import { openStoreIn, sql } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const sessionId = (n: number): SessionId => `ses_0000000000000000000000000${n}`;
const terminalId = (n: number): TerminalId => `trm_0000000000000000000000000${n}`;

const session = (n: number, over: Partial<SessionRecord> = {}): SessionRecord => ({
  id: sessionId(n),
  name: `session ${n}`,
  agent: 'kimi',
  cwd: '/w',
  args: ['--yolo'],
  env: { A: '1' },
  depth: 1,
  lifecycle: 'active',
  state: { name: 'starting', since: n, evidence: [] },
  unseen: false,
  agentSession: undefined,
  prompt: undefined,
  pinned: false,
  guarded: false,
  tags: [],
  group: undefined,
  rank: firstRank(sessionId(n)),
  createdAt: n,
  updatedAt: n,
  ...over,
});

const terminal = (n: number, of: number, over: Partial<TerminalRecord> = {}): TerminalRecord => ({
  id: terminalId(n),
  sessionId: sessionId(of),
  cols: 80,
  rows: 24,
  agentEnv: {},
  createdAt: n,
  process: undefined,
  exit: undefined,
  lostHolder: undefined,
  stopAskedAt: undefined,
  ...over,
});

async function repository() {
  const store = await openStoreIn(await tempFolder());
  onTestFinished(() => store.close());
  return { store, repository: new SessionRepository(store, () => 99, testLogger()) };
}

describe('sessions as stored', () => {
  it('come back as they were written', async () => {
    const { repository: r } = await repository();
    const full = session(1, {
      prompt: { text: 'hello\nworld', status: 'pending' },
      agentSession: 'session_x',
      group: '后端',
      tags: ['a'],
      pinned: true,
    });
    const term = terminal(1, 1, { process: { pid: 5, startTime: '77', startedAt: 6 } });
    await r.create(full, term);
    expect(await r.session(full.id)).toEqual(full);
    expect(await r.terminals(full.id)).toEqual([term]);
    expect(await r.terminal(term.id)).toEqual(term);
  });

  it('are in the order of their making, also when the clock was set back in between', async () => {
    const { repository: r } = await repository();
    const twins = [5, 3, 4].map((n) => session(n, { name: 'twin' }));
    for (const twin of twins) await r.create(twin, terminal(twin.createdAt, twin.createdAt));
    const ids = twins.map(({ id }) => id);
    expect((await r.sessions()).map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await r.sessionsNamed('twin')).map(({ id }) => id)).toEqual(ids);
    await r.addTerminal(terminal(1, 5), {});
    expect((await r.terminals(sessionId(5))).map(({ id }) => id)).toEqual([terminalId(1), terminalId(5)]);
  });

  it('have a rank between their neighbours, also when a version that knows of none wrote them', async () => {
    const { repository: r, store } = await repository();
    for (const n of [1, 2, 3]) await r.create(session(n), terminal(n, n));
    await store.write(sql('UPDATE sessions SET rank = NULL WHERE id = ?', sessionId(2)));
    expect((await r.session(sessionId(2)))?.rank).toBe(firstRank(sessionId(2)));
    expect(await r.neighbour(firstRank(sessionId(3)), 'before', sessionId(1))).toBe(firstRank(sessionId(2)));
    expect(await r.neighbour(firstRank(sessionId(3)), 'before', sessionId(2))).toBe(firstRank(sessionId(1)));
    expect(await r.neighbour(firstRank(sessionId(1)), 'after', sessionId(3))).toBe(firstRank(sessionId(2)));
    expect(await r.neighbour(firstRank(sessionId(3)), 'after', sessionId(1))).toBeNull();
  });

  it('are written with their terminal or not at all', async () => {
    const { repository: r } = await repository();
    await r.create(session(1), terminal(1, 1));
    await expect(r.create(session(2), terminal(1, 2))).rejects.toThrow();
    expect(await r.session(sessionId(2))).toBeUndefined();
  });

  it('keep what a change does not name', async () => {
    const { repository: r } = await repository();
    await r.create(session(1, { prompt: { text: 'hi', status: 'pending' }, agentSession: 'session_x' }), terminal(1, 1));
    await r.updateSession(sessionId(1), { name: 'other' });
    expect(await r.session(sessionId(1))).toMatchObject({
      name: 'other',
      prompt: { text: 'hi' },
      agentSession: 'session_x',
      updatedAt: 99,
    });
    await r.updateSession(sessionId(1), { prompt: undefined });
    expect((await r.session(sessionId(1)))?.prompt).toBeUndefined();
    await r.noteTerminal({ id: terminalId(1), sessionId: sessionId(1) }, { exit: { code: 3, signal: null, at: 4 } });
    await r.noteTerminal({ id: terminalId(1), sessionId: sessionId(1) }, {});
    expect(await r.terminal(terminalId(1))).toMatchObject({ exit: { code: 3 }, cols: 80 });
  });

  it('list the newest first, and of terminals the one that counts first', async () => {
    const { repository: r } = await repository();
    await r.create(session(1), terminal(1, 1));
    await r.create(session(2), terminal(2, 2));
    await r.addTerminal(terminal(3, 1), { lifecycle: 'active' });
    expect((await r.sessions()).map((found) => found.id)).toEqual([sessionId(2), sessionId(1)]);
    expect((await r.terminals(sessionId(1))).map((found) => found.id)).toEqual([terminalId(3), terminalId(1)]);
  });

  it('let an agent session belong to one of them only', async () => {
    const { repository: r } = await repository();
    await r.create(session(1), terminal(1, 1));
    await r.create(session(2), terminal(2, 2));
    await r.create(session(3, { agent: 'shell' }), terminal(3, 3));
    expect(await r.claim(sessionId(1), 'session_x')).toBe(true);
    expect(await r.claim(sessionId(1), 'session_x')).toBe(true);
    expect(await r.claim(sessionId(2), 'session_x')).toBe(false);
    expect(await r.claim(sessionId(3), 'session_x')).toBe(true);
    expect((await r.session(sessionId(2)))?.agentSession).toBeUndefined();
  });

  it('take their terminals with them when they are removed', async () => {
    const { repository: r } = await repository();
    await r.create(session(1), terminal(1, 1));
    await r.remove(sessionId(1));
    expect(await r.terminal(terminalId(1))).toBeUndefined();
  });
});

describe('a session that is asked for', () => {
  it('is found by id and by a name that only it has', async () => {
    const { repository: r } = await repository();
    await r.create(session(1, { name: 'build' }), terminal(1, 1));
    // Named like the id of another one: the id wins.
    await r.create(session(2, { name: sessionId(1) }), terminal(2, 2));
    expect((await findSession(r, 'build')).id).toBe(sessionId(1));
    expect((await findSession(r, ' build ')).id).toBe(sessionId(1));
    const found: FoundSessions = new Map();
    await notingSessions(found, () => findSession(r, ' build '));
    expect([...found]).toEqual([['build', { id: sessionId(1), name: 'build' }]]);
    expect((await findSession(r, sessionId(1))).id).toBe(sessionId(1));
    expect((await findSession(r, sessionId(2))).id).toBe(sessionId(2));
  });

  it('is not guessed when several have the name: the ids are named', async () => {
    const { repository: r } = await repository();
    await r.create(session(1, { name: 'x' }), terminal(1, 1));
    await r.create(session(2, { name: 'x' }), terminal(2, 2));
    await expect(findSession(r, 'x')).rejects.toMatchObject({
      code: 'NAME_AMBIGUOUS',
      context: { count: 2, ids: [sessionId(1), sessionId(2)] },
    });
  });

  it('is said to be missing when there is none', async () => {
    const { repository: r } = await repository();
    await expect(findSession(r, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND', context: { kind: 'session', ref: 'nobody' } });
    await expect(findSession(r, sessionId(9))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
