import { describe, expect, it } from 'vitest';
import { newsOf } from '../../../../src-main/engine/notifications/index.ts';
import { endedTerminal, sessionInfo } from '../../../support/session-info.ts';

const exit = { code: 1, signal: null, at: 5 };

describe('what a session tells its person', () => {
  it.each([
    ['an approval', sessionInfo(1, 'waiting', { asks: 'approval', detail: 'rm -rf out' }), { kind: 'approval', detail: 'rm -rf out' }],
    ['a question', sessionInfo(1, 'waiting', { asks: 'question' }), { kind: 'question', subject: 'need' }],
    ['a menu of which nothing more is known', sessionInfo(1, 'waiting'), { kind: 'waiting', subject: 'need' }],
    ['a folder to be trusted', sessionInfo(1, 'trust'), { kind: 'trust', subject: 'need' }],
    ['a turn that is done', sessionInfo(1, 'finished'), { kind: 'finished', subject: 'outcome' }],
    ['a turn that failed', sessionInfo(1, 'failed'), { kind: 'failed', subject: 'outcome' }],
    ['a program that broke down', sessionInfo(1, 'failed', { terminals: [endedTerminal(1, { exit })] }), { kind: 'died' }],
    ['a program that ended by itself', sessionInfo(1, 'exited', { terminals: [endedTerminal(1, { exit })] }), { kind: 'ended' }],
    ['a program whose holder died', sessionInfo(1, 'exited', { terminals: [endedTerminal(1, { lostHolder: 'gone' })] }), { kind: 'died' }],
  ])('is %s', (_, session, expected) => {
    expect(newsOf(session)).toMatchObject({ ...expected, known: false });
  });

  it.each(['starting', 'idle', 'working'] as const)('is nothing while it is %s', (state) => {
    expect(newsOf(sessionInfo(1, state))).toBeNull();
  });

  it('is known when the end was looked at, or was asked for', () => {
    expect(newsOf(sessionInfo(1, 'finished', { unseen: false }))?.known).toBe(true);
    const asked = endedTerminal(1, { exit: { ...exit, asked: true } });
    expect(newsOf(sessionInfo(1, 'exited', { unseen: false, terminals: [asked] }))?.known).toBe(true);
  });

  it('is another one at another time', () => {
    const first = newsOf(sessionInfo(1, 'waiting', { since: 1 }))?.occurrence;
    expect(newsOf(sessionInfo(1, 'waiting', { since: 2 }))?.occurrence).not.toBe(first);
    expect(newsOf(sessionInfo(1, 'waiting', { since: 1, asks: 'question' }))?.occurrence).toBe(first);
  });
});
