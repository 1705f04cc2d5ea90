import { describe, expect, it } from 'vitest';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { styleFor } from '#main/hosts/cli/output/style.ts';
import { agentsView, doctorView, type Look, sessionsView, sessionView, statusView, valuesView } from '#main/hosts/cli/output/views.ts';
import { SESSION_STATES, type SessionInfo, type SystemStatus } from '#shared/contract/index.ts';

const NOW = Date.UTC(2026, 0, 2, 12);
const ago = (seconds: number) => NOW - seconds * 1000;

const plain = (language: 'en' | 'zh-CN' = 'en'): Look => ({
  texts: textsIn(language),
  style: styleFor({ isTTY: false } as NodeJS.WriteStream, {}),
  now: NOW,
  width: undefined,
});

function session(name: string, changes: Partial<SessionInfo> = {}): SessionInfo {
  return {
    id: `ses_01M7YPAYX9G5MEVEN0ACJTDA${name.charCodeAt(0) % 10}0`,
    hostId: 'local',
    name,
    agent: 'kimi',
    cwd: '/home/dev/project',
    lifecycle: 'active',
    state: 'waiting',
    stateInfo: {
      name: 'waiting',
      since: ago(90),
      detail: 'rm -rf build',
      evidence: [{ source: 'transcript', says: 'asks to run a command', at: ago(91) }],
    },
    unseen: false,
    pinned: false,
    guarded: false,
    tags: [],
    rank: name,
    terminals: [],
    createdAt: ago(4000),
    updatedAt: ago(90),
    ...changes,
  } as SessionInfo;
}

describe('sessions for a person', () => {
  it('are a table with state, age and what they ask', () => {
    const text = sessionsView(
      [session('fix'), session('docs', { state: 'finished', stateInfo: { name: 'finished', since: ago(7300), evidence: [] } })],
      plain(),
    );
    const [head, first, second] = text.split('\n');
    expect(head).toMatch(/^NAME\s+STATE\s+FOR\s+AGENT\s+FOLDER\s+DETAIL\s+ID$/);
    expect(first).toMatch(/^fix\s+waits for you\s+1 min\s+kimi\s+\/home\/dev\/project\s+rm -rf build\s+ses_/);
    expect(second).toMatch(/^docs\s+done\s+2 h\s/);
  });

  it('show tags once one of them has any, and where they belong when one is shown alone', () => {
    const tagged = session('fix', { tags: ['bug', 'ci'], group: 'Backend', pinned: true });
    expect(sessionsView([tagged, session('docs')], plain())).toMatch(/^NAME.*FOLDER\s+TAGS\s+DETAIL[\s\S]*bug, ci\s+rm -rf build/);
    expect(sessionView(tagged, plain())).toMatch(/GROUP\s+Backend\nTAGS\s+bug, ci\nPINNED\s+yes/);
  });

  it('are named in Chinese where that is the language', () => {
    expect(sessionsView([session('修复')], plain('zh-CN'))).toMatch(/等你处理\s+1 分钟/);
    expect(sessionsView([], plain('zh-CN'))).toContain('还没有会话');
  });

  it('have a text for every state there is', () => {
    for (const state of SESSION_STATES) expect(sessionsView([session('x', { state })], plain())).not.toContain('cli.state');
  });

  it('show the evidence and what became of each terminal', () => {
    const terminal = { firstAvailable: 10, end: 250, cols: 80, rows: 24 };
    const text = sessionView(
      session('fix', {
        agentSession: 'session_1',
        terminals: [
          { id: 'trm_1', ...terminal, pid: 77 },
          { id: 'trm_2', ...terminal, exit: { code: 3, signal: null, at: ago(60) } },
          { id: 'trm_3', ...terminal, exit: { code: null, signal: 'SIGKILL', at: ago(60) } },
          { id: 'trm_4', ...terminal, lostHolder: 'gone' },
          { id: 'trm_5', ...terminal, lostHolder: 'survived', pid: 78 },
        ] as unknown as SessionInfo['terminals'],
      }),
      plain(),
    );
    expect(text).toMatch(/STATE\s+waits for you, 1 min: rm -rf build/);
    expect(text).toMatch(/AGENT\s+kimi \(session_1\)/);
    expect(text).toMatch(/transcript\s+1 min\s+asks to run a command/);
    expect(text).toMatch(/trm_1\s+bytes 10 to 250\s+80x24\s+runs as process 77/);
    expect(text).toContain('ended with 3, 1 min ago');
    expect(text).toContain('ended with SIGKILL, 1 min ago');
    expect(text).toContain('ended together with its holder');
    expect(text).toContain('process 78 still runs, without a terminal');
  });

  it('cannot bring escape sequences of their own', () => {
    const nasty = session('a\u001b[2Jb', {
      cwd: '/x\u001b]0;t\u0007',
      stateInfo: { name: 'waiting', since: NOW, detail: 'x\u001b[31m', evidence: [{ source: 'screen', says: '\u001b[H', at: NOW }] },
    });
    expect(sessionsView([nasty], plain()) + sessionView(nasty, plain())).not.toMatch(/[\u0007\u001b]/);
  });
});

describe('colours', () => {
  const tty = { isTTY: true } as NodeJS.WriteStream;

  it('are there on a terminal, where nothing says otherwise', () => {
    const look = { ...plain(), style: styleFor(tty, { TERM: 'xterm' }) };
    expect(sessionsView([session('x')], look)).toContain('\u001b[33m');
  });

  it.each([[{ NO_COLOR: '1' }], [{ TERM: 'dumb' }]])('are not there with %j', (env) => {
    expect(styleFor(tty, env).paint('red', 'x')).toBe('x');
  });

  it('are not there in a pipe', () => {
    expect(styleFor({ isTTY: false } as NodeJS.WriteStream, {}).paint('red', 'x')).toBe('x');
  });
});

describe('other results for a person', () => {
  it('say what runs, with the right number of programs', () => {
    const status = {
      version: '0.1.0',
      build: 'abc',
      engine: { pid: 5, url: null, startedAt: ago(3), kind: 'call' },
      holders: [
        { id: 'hld_1', pid: 6, build: 'abc', children: 1 },
        { id: 'hld_2', pid: 7, build: 'old', children: 3 },
      ],
      sessions: 4,
      jobs: 0,
      demo: true,
      dataFolder: '/d',
    } satisfies SystemStatus;
    const text = statusView(status, plain());
    expect(text).toMatch(/^Version\s+0\.1\.0 \(abc\), demo$/m);
    expect(text).toMatch(/^Engine\s+process 5, for 3 s, started by a command$/m);
    expect(text).toMatch(/^Page\s+none$/m);
    expect(text).toMatch(/process 6, 1 running program$/m);
    expect(text).toMatch(/process 7, 3 running programs$/m);
  });

  it('list findings in words, problems first, and a finding without words by its key', () => {
    const text = doctorView(
      [
        { id: 'a', ok: 'ok', message: 'cli.doctor.data.ok', values: { path: '/d' } },
        { id: 'b', ok: 'warning', message: 'doctor.git.missing', values: {} },
        { id: 'c', ok: 'failed', message: 'doctor.from.a.newer.engine', values: {} },
        { id: 'd', ok: 'ok', message: 'doctor.mirror.ok', values: {} },
      ],
      plain(),
    );
    expect(text.split('\n')).toEqual([
      'FAILED   doctor.from.a.newer.engine',
      'warning  git was not found. Kimi works better with it: install git.',
      'ok       The data folder /d is yours',
      'ok       Screens are being read',
    ]);
  });

  it('list agents, found or not', () => {
    const text = agentsView(
      [
        { id: 'kimi', found: true, path: '/bin/kimi', version: '2.1.0', generation: 'kimi-code', looked: [] },
        { id: 'shell', found: false, looked: ['/bin/sh'] },
      ],
      plain(),
    );
    expect(text.split('\n')).toEqual(['kimi   2.1.0  kimi-code  /bin/kimi', 'shell  not found']);
  });

  it('list nested values by dotted names', () => {
    expect(valuesView({ a: 1, b: { c: true, d: { e: 'x' } } })).toBe('a      1\nb.c    true\nb.d.e  x');
  });
});
