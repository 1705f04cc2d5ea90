import { describe, expect, it } from 'vitest';
import { ChangeLines } from '#main/hosts/cli/output/change-lines.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { styleFor } from '#main/hosts/cli/output/style.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { type Said, sessionInfo } from '../../support/session-info.ts';

const look = () => ({
  texts: textsIn('en'),
  style: styleFor({ isTTY: false } as NodeJS.WriteStream, {}),
  now: Date.UTC(2026, 0, 2, 12),
  width: undefined,
});
const changed = (state: SessionInfo['state'], said?: Said) =>
  ({ type: 'session.changed', seq: 1, session: sessionInfo(1, state, said) }) as const;

describe('the lines of a list that is followed', () => {
  it('say each change of a session', () => {
    const lines = new ChangeLines({ all: false }, look);
    expect(lines.lineOf(changed('working'))).toContain('session 1  working');
    expect(lines.lineOf(changed('finished'))).toContain('session 1  done');
  });

  it('do not say again what was said last: also a change that no line shows is told, of the evidence for example', () => {
    const lines = new ChangeLines({ all: false }, look);
    lines.lineOf(changed('finished'));
    expect(lines.lineOf(changed('finished', { pinned: true }))).toBeNull();
    expect(lines.lineOf(changed('working'))).toContain('working');
    expect(lines.lineOf(changed('finished'))).toContain('done');
    // One that left the list and comes back into it is news.
    lines.lineOf(changed('finished', { lifecycle: 'archived' }));
    expect(lines.lineOf(changed('finished'))).toContain('done');
  });

  it('say the command that a window has a button for', () => {
    const notice = { type: 'notice', seq: 1, message: 'notice.secrets.waiting', values: { name: 'tok' } } as const;
    expect(new ChangeLines({ all: false }, look).lineOf(notice)).toMatch(/the secret tok: .* Run “kimi-shell secret unlock”\.$/);
  });

  it('leave out what the list is not of', () => {
    expect(new ChangeLines({ all: false }, look).lineOf(changed('exited', { lifecycle: 'archived' }))).toBeNull();
  });
});
