import { describe, expect, it } from 'vitest';
import { byRecency } from '#renderer/features/palette/by-recency.ts';
import { groupSessions, nameIn, nextNeedingYou, recentFolders } from '#renderer/features/sessions/grouping.ts';
import { isEnded, recordedBytes } from '#renderer/features/sessions/session-facts.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { session } from './session.ts';

const shape = (sessions: SessionInfo[]) => groupSessions(sessions).map((group) => [group.key, group.sessions.map((s) => s.name).join(' ')]);

describe('the session list', () => {
  it('groups by need first, the rest by folder', () => {
    expect(
      shape([
        session(1, 'idle', { cwd: '/b' }),
        session(2, 'waiting'),
        session(3, 'working'),
        session(4, 'finished', { unseen: true }),
        session(5, 'trust'),
        session(6, 'failed', { unseen: true }),
        session(7, 'starting'),
        session(8, 'exited', { cwd: '/a' }),
      ]),
    ).toEqual([
      ['needs-you', 's2 s5 s6'],
      ['working', 's3 s7'],
      ['done-unseen', 's4'],
      ['folder /a', 's8'],
      ['folder /b', 's1'],
    ]);
  });

  it('tells folders of one name apart in their headings, and only among those that have one', () => {
    const sessions = [
      session(1, 'idle', { cwd: '/new/api' }),
      session(2, 'idle', { cwd: '/old/api' }),
      session(3, 'idle', { cwd: '/shop' }),
    ];
    expect(groupSessions(sessions).map(({ label }) => label)).toEqual(['new/api', 'old/api', 'shop']);
    const asking = [session(1, 'waiting', { cwd: '/new/api' }), session(2, 'idle', { cwd: '/old/api' })];
    expect(groupSessions(asking).map(({ label }) => label)).toEqual([undefined, 'api']);
  });

  it('keeps the order inside a group whatever order they come in', () => {
    const list = [session(3, 'working'), session(1, 'working'), session(2, 'working', { updatedAt: 99 })];
    expect(shape(list)).toEqual([['working', 's1 s2 s3']]);
    expect(shape(list.reverse())).toEqual([['working', 's1 s2 s3']]);
  });

  it('does not ask for a failure again that was looked at', () => {
    expect(shape([session(1, 'failed')])).toEqual([['folder /a', 's1']]);
  });

  it('still asks for an answer that was looked at', () => {
    expect(shape([session(1, 'waiting')])).toEqual([['needs-you', 's1']]);
  });

  it('has pins first, and own groups by name after the needs, whatever their sessions want', () => {
    expect(
      shape([
        session(1, 'waiting', { group: 'Team 10' }),
        session(2, 'waiting'),
        session(3, 'idle', { group: 'Team 2' }),
        session(4, 'idle', { pinned: true, group: 'Team 2' }),
        session(5, 'idle'),
      ]),
    ).toEqual([
      ['pinned', 's4'],
      ['needs-you', 's2'],
      ['own Team 2', 's3'],
      ['own Team 10', 's1'],
      ['folder /a', 's5'],
    ]);
  });

  it('is in the person’s order inside a group', () => {
    expect(shape([session(1, 'idle', { rank: 'B' }), session(2, 'idle', { rank: 'A' })])).toEqual([['folder /a', 's2 s1']]);
  });

  it('leaves archived sessions out', () => {
    expect(shape([session(1, 'idle', { lifecycle: 'archived' })])).toEqual([]);
  });
});

describe('the next session that needs me', () => {
  const list = [session(1, 'waiting'), session(2, 'working'), session(3, 'trust')];
  it('is the one after the current, around the end', () => {
    expect(nextNeedingYou(list, null)?.name).toBe('s1');
    expect(nextNeedingYou(list, list[0]!.id)?.name).toBe('s3');
    expect(nextNeedingYou(list, list[2]!.id)?.name).toBe('s1');
  });
  it('is found also where the person has put it somewhere', () => {
    const own = [session(1, 'waiting', { group: 'x' }), session(2, 'waiting', { pinned: true })];
    expect(nextNeedingYou(own, null)?.name).toBe('s2');
    expect(nextNeedingYou(own, own[1]!.id)?.name).toBe('s1');
  });
  it('is none when nothing needs me', () => {
    expect(nextNeedingYou([session(2, 'working')], null)).toBeNull();
  });
});

describe('what the new-session dialog suggests', () => {
  it('is folders used before, newest first, each once', () => {
    const list = [session(1, 'idle', { cwd: '/x' }), session(3, 'idle', { cwd: '/y' }), session(2, 'idle', { cwd: '/y' })];
    expect(recentFolders(list, 5)).toEqual(['/y', '/x']);
    expect(recentFolders(list, 1)).toEqual(['/y']);
  });
  it('is a name that is free', () => {
    expect(nameIn('/srv/app', 'home', [])).toBe('app');
    expect(nameIn('/srv/app', 'home', [session(1, 'idle', { name: 'app' }), session(2, 'idle', { name: 'app 2' })])).toBe('app 3');
  });
  it('is a name for the home folder, however it is said', () => {
    for (const folder of ['', '~', '~/', '~\\', '~//']) expect(nameIn(folder, 'home', [])).toBe('home');
    expect(nameIn('~/app/', 'home', [])).toBe('app');
    expect(nameIn('~', 'home', [session(1, 'idle', { name: 'home' })])).toBe('home 2');
  });
});

describe('the switcher', () => {
  it('offers the last used first, and the one on show second', () => {
    const list = [session(1, 'idle'), session(2, 'idle'), session(3, 'idle')];
    expect(byRecency(list, [list[0]!.id, list[1]!.id]).map((s) => s.name)).toEqual(['s2', 's1', 's3']);
    expect(byRecency(list, []).map((s) => s.name)).toEqual(['s3', 's2', 's1']);
  });
});

describe('whether a session has ended', () => {
  const terminal = { id: 'trm_x', firstAvailable: 10, end: 30, cols: 80, rows: 24 } as const;
  it('is told by its newest terminal', () => {
    const exit = { code: 0, signal: null, at: 1 };
    expect(isEnded(session(1, 'exited', { terminals: [{ ...terminal, exit }] }))).toBe(true);
    const older = { ...terminal, id: 'trm_w', exit } as const;
    expect(isEnded(session(1, 'idle', { terminals: [older, terminal] }))).toBe(false);
    expect(isEnded(session(1, 'idle', { terminals: [terminal, older] }))).toBe(false);
    expect(isEnded(session(1, 'exited', { terminals: [{ ...terminal, lostHolder: 'gone' }] }))).toBe(true);
    expect(isEnded(session(1, 'idle', { terminals: [{ ...terminal, lostHolder: 'survived' }] }))).toBe(false);
  });
  it('goes with the bytes that are kept of all its terminals', () => {
    expect(recordedBytes(session(1, 'idle', { terminals: [terminal, terminal] }))).toBe(40);
  });
});
