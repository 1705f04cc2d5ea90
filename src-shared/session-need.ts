import type { SessionStateName } from './contract/session-words.ts';
import type { SessionInfo } from './contract/sessions.ts';

/** What a session wants of the person. */
export type Need = 'needs-you' | 'working' | 'done-unseen' | 'rest';

const NEEDS_YOU: ReadonlySet<SessionStateName> = new Set(['waiting', 'trust', 'failed']);
const WORKING: ReadonlySet<SessionStateName> = new Set(['starting', 'working']);
const DONE: ReadonlySet<SessionStateName> = new Set(['finished', 'exited', 'idle']);

/** What a session wants of the person. A failure that was looked at wants nothing any more. The same for window, tray, badge and doctor. */
export function needOf(session: Pick<SessionInfo, 'state' | 'unseen' | 'lifecycle'>): Need {
  if (session.state === 'failed') return session.unseen ? 'needs-you' : 'rest';
  if (NEEDS_YOU.has(session.state)) return 'needs-you';
  if (WORKING.has(session.state)) return 'working';
  return session.unseen && DONE.has(session.state) ? 'done-unseen' : 'rest';
}
