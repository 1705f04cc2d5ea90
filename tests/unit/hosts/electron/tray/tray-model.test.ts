import { describe, expect, it } from 'vitest';
import { type TrayFacts, type TrayItem, trayModel } from '../../../../../src-main/hosts/electron/tray/tray-model.ts';
import { textsIn } from '../../../../../src-shared/messages/texts-in.ts';
import { sessionId, sessionInfo } from '../../../../support/session-info.ts';

const facts = (change: Partial<TrayFacts> = {}): TrayFacts => ({
  known: true,
  sessions: [],
  doNotDisturb: { on: false, until: null },
  more: [],
  texts: textsIn('en'),
  ...change,
});
const lines = (menu: readonly TrayItem[]) => menu.map((item) => (item.kind === 'separator' ? '-' : item.text));

describe('the tray', () => {
  it('says that nothing needs the person, and leads to the app', () => {
    const model = trayModel(facts());
    expect(model).toMatchObject({ state: 'idle', tooltip: 'Kimi Shell: Nothing needs you' });
    expect(lines(model.menu)).toEqual(['New session…', 'Do not disturb', '-', 'Open Kimi Shell', 'Quit Kimi Shell']);
  });

  it('has first what needs the person, who waits longest first, then what works, then the newest results', () => {
    const sessions = [
      sessionInfo(1, 'working', { since: 1, detail: 'npm test' }),
      sessionInfo(2, 'waiting', { since: 9, detail: 'rm -rf out' }),
      sessionInfo(3, 'trust', { since: 5 }),
      sessionInfo(4, 'finished', { since: 3 }),
      sessionInfo(5, 'exited', { since: 4, unseen: false }),
      sessionInfo(6, 'idle'),
      sessionInfo(7, 'failed', { since: 7 }),
      sessionInfo(8, 'failed', { since: 8, unseen: false }),
      sessionInfo(9, 'waiting', { lifecycle: 'archived' }),
    ];
    const model = trayModel(facts({ sessions }));
    expect(lines(model.menu).slice(0, 12)).toEqual([
      'Needs you',
      'session 3',
      'session 7',
      'session 2: rm -rf out',
      '-',
      'Working',
      'session 1: npm test',
      '-',
      'Recent results',
      'session 8',
      'session 5',
      'session 4',
    ]);
    expect(model.tooltip).toBe('Kimi Shell: 2 sessions need you · 1 session has failed · 1 session works');
    expect(model.menu[1]).toMatchObject({ command: { kind: 'open-session', session: sessionId(3) } });
  });

  it.each([
    ['needs-you', ['waiting', 'failed', 'working']],
    ['failed', ['failed', 'working']],
    ['working', ['working', 'finished']],
    ['idle', ['finished', 'idle']],
  ] as const)('is %s when there is %s', (state, states) => {
    const sessions = states.map((one, i) => sessionInfo(i, one));
    expect(trayModel(facts({ sessions })).state).toBe(state);
  });

  it('counts what has no room', () => {
    const sessions = Array.from({ length: 20 }, (_, i) => sessionInfo(i, 'waiting', { since: i }));
    const shown = lines(trayModel(facts({ sessions })).menu);
    expect(shown.slice(11, 15)).toEqual(['session 10', 'session 11', '8 more…', '-']);
  });

  it('shows names and details as one harmless line that is not endless', () => {
    const detail = `x\u202Ey\nz ${'long '.repeat(40)}`;
    const [, line] = lines(trayModel(facts({ sessions: [sessionInfo(1, 'waiting', { detail })] })).menu);
    expect(line).toMatch(/^session 1: xy z long .*…$/);
    expect(line).toHaveLength(70);
  });

  it('says until when the person is left alone, and offers to end that', () => {
    const until = new Date(2026, 10, 28, 18, 30).getTime();
    const model = trayModel(facts({ doNotDisturb: { on: true, until }, texts: textsIn('zh-CN') }));
    const quiet = model.menu.find((item) => item.kind === 'submenu');
    expect(quiet?.kind === 'submenu' && lines(quiet.items)).toEqual([
      '开启至 2026年11月28日 18:30',
      '关闭',
      '一小时',
      '八小时',
      '直到我关闭',
    ]);
    expect(quiet?.kind === 'submenu' && quiet.items.filter((item) => item.kind === 'command' && item.checked)).toEqual([]);
  });

  it('has room for jobs and for updates behind the sessions', () => {
    const more = [[{ kind: 'heading' as const, text: 'Jobs' }], [{ kind: 'heading' as const, text: 'Update 2.0 is ready' }]];
    expect(lines(trayModel(facts({ sessions: [sessionInfo(1, 'working')], more })).menu).slice(0, 7)).toEqual([
      'Working',
      'session 1',
      '-',
      'Jobs',
      '-',
      'Update 2.0 is ready',
      '-',
    ]);
  });
});
