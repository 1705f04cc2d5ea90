import { describe, expect, it } from 'vitest';
import { quitQuestion } from '#main/hosts/electron/lifecycle/quit-question.ts';
import type { AwakeReason, SessionInfo } from '#shared/contract/index.ts';
import { session } from '../../renderer/features/session.ts';

const terminal = (over: Partial<SessionInfo['terminals'][number]> = {}) =>
  ({
    id: 'trm_01J0000000000000000000000A',
    firstAvailable: 0,
    end: 0,
    cols: 80,
    rows: 24,
    pid: 7,
    ...over,
  }) as SessionInfo['terminals'][number];
const running = (name: string) => session(1, 'working', { name, terminals: [terminal()] });
const reason = (name: string): AwakeReason => ({
  kind: 'guarded-session',
  ref: 'ses_1',
  name,
  message: 'awake.guarded-session.working',
  values: { name },
});

describe('quitting', () => {
  it('asks nothing when nothing goes on', () => {
    const ended = session(2, 'finished', { terminals: [terminal({ exit: { code: 0, signal: null, at: 1 } })] });
    expect(quitQuestion({ sessions: [ended, session(3, 'starting')], reasons: [] }, 'en')).toBeNull();
  });

  it('names the programs that run on, and offers to quit or to stay', () => {
    const question = quitQuestion({ sessions: [running('build'), running('fix')], reasons: [] }, 'en');
    expect(question?.detail).toContain('•  build: Working\n•  fix: Working');
    expect(question?.buttons.map(({ answer }) => answer)).toEqual(['end', 'stay']);
  });

  it('names what is handed over, and what would stop without', () => {
    const question = quitQuestion({ sessions: [running('build')], reasons: [reason('build')] }, 'en');
    expect(question?.detail).toContain('build is guarded, and its agent works.');
    expect(question?.detail).toContain('nobody follows them');
    expect(question?.buttons.map(({ answer }) => answer)).toEqual(['hand-over', 'end', 'stay']);
  });

  it('says it in Chinese, with the same choices', () => {
    const question = quitQuestion({ sessions: [running('构建')], reasons: [reason('构建')] }, 'zh-CN');
    expect(question?.message).toContain('退出');
    expect(question?.detail).toContain('构建：');
    expect(question?.detail).not.toMatch(/\{\{|awake\./);
    expect(question?.buttons.map(({ answer }) => answer)).toEqual(['hand-over', 'end', 'stay']);
  });

  it('stays a dialog that fits a screen, whatever runs and whatever it is called', () => {
    const many = Array.from({ length: 50 }, (_, n) => running(`s${n}\nQuit now?`));
    const { detail = '' } = quitQuestion({ sessions: many, reasons: [] }, 'en') ?? {};
    expect(detail.split('\n').length).toBeLessThan(14);
    expect(detail).toContain('44 more');
    expect(detail).toContain('s0 Quit now?');
  });
});
